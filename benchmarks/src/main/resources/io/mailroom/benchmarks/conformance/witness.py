"""Reads mails with Python's email package and tells what it sees.

In: for each mail its length as four bytes, highest first, then its bytes. Out: one line of JSON for each.
"""
import email
import email.policy
import email.utils
import hashlib
import json
import sys


def digest(data):
    plain = data.replace(b"\r\n", b"\n").rstrip(b"\r\n")
    return "%d:%s" % (len(plain), hashlib.sha256(plain).hexdigest()[:12])


def part(entity):
    kind = entity.get_content_type()
    name = entity.get_filename() or ""
    if entity.get_content_maintype() == "multipart" and entity.is_multipart():
        return {"type": kind, "name": name, "parts": [part(p) for p in entity.get_payload()]}
    if kind in ("message/rfc822", "message/global") and entity.is_multipart():
        return {"type": kind, "name": name, "parts": [part(p) for p in entity.get_payload()]}
    if entity.is_multipart():  # the blocks of a delivery status; their bytes are gone
        return {"type": kind, "name": name, "digest": "?"}
    body = entity.get_payload(decode=True)
    return {"type": kind, "name": name, "digest": digest(body or b"")}


def addresses(message, *names):
    found = []
    for name in names:
        for field in message.get_all(name, []):
            found += [a.addr_spec for a in field.addresses]
    return found


def read(raw):
    message = email.message_from_bytes(raw, policy=email.policy.default)
    return {
        "subject": str(message["subject"] or ""),
        "from": addresses(message, "from")[:1000],
        "to": addresses(message, "to", "cc"),
        "body": part(message),
    }


def main():
    source = sys.stdin.buffer
    while True:
        head = source.read(4)
        if len(head) < 4:
            return
        raw = source.read(int.from_bytes(head, "big"))
        try:
            seen = read(raw)
        except (Exception, RecursionError) as problem:
            seen = {"error": type(problem).__name__ + ": " + str(problem)[:200]}
        sys.stdout.write(json.dumps(seen) + "\n")
        sys.stdout.flush()


main()
