package io.mailroom.testkit;

import io.mailroom.testkit.ImapDouble.Mail;
import io.mailroom.testkit.ImapDouble.Switch;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One session: not authenticated, authenticated, selected (RFC 9051 section 3). */
final class ImapDoubleSession implements LineServer {
    private static final byte[] NOTHING = {};
    private static final Pattern QUOTED = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"|(\\S+)");

    private enum State {
        NOT_AUTHENTICATED,
        SASL,
        AUTHENTICATED,
        SELECTED,
        IDLING
    }

    private final ImapDouble server;
    private final int generation;
    private State state = State.NOT_AUTHENTICATED;
    private String folder = "";
    private List<Mail> seen = List.of();
    private String tag = "";
    private String mechanism = "";
    private @Nullable String loginName;
    private boolean wantsTls;
    private boolean encrypted;
    private boolean hangsUp;
    private byte[] held = NOTHING;

    ImapDoubleSession(ImapDouble server) {
        this.server = server;
        this.generation = server.generation();
        this.wantsTls = server.has(Switch.IMPLICIT_TLS);
    }

    @Override
    public byte[] connected() {
        String override = server.overrideFor("");
        if (override != null) {
            return line(override);
        }
        return line(
                server.has(Switch.PREAUTH)
                        ? "* PREAUTH [" + capabilities() + "] welcome back"
                        : "* OK [" + capabilities() + "] double ready");
    }

    @Override
    public byte[] lineArrived(String text) {
        if (isDead()) {
            return NOTHING;
        }
        if (state == State.SASL) {
            return saslResponse(text);
        }
        if (state == State.IDLING) {
            state = State.SELECTED;
            server.heard(text);
            return line(text.equals("DONE") ? tag + " OK idle ended" : tag + " BAD not DONE");
        }
        String[] words = text.split(" ", 3);
        tag = words[0];
        String verb = words.length > 1 ? words[1].toUpperCase(Locale.ROOT) : "";
        String rest = words.length > 2 ? words[2] : "";
        if (verb.equals("UID")) {
            String[] more = rest.split(" ", 2);
            verb += " " + more[0].toUpperCase(Locale.ROOT);
            rest = more.length > 1 ? more[1] : "";
        }
        boolean secret = verb.equals("LOGIN") || verb.equals("AUTHENTICATE");
        server.heard((verb + " " + (secret ? "***" : rest)).trim());
        String step = verb.equals("UID FETCH") && rest.contains("BODY") ? "UID FETCH BODY" : verb;
        return answer(step, verb, rest);
    }

    private byte[] answer(String step, String verb, String rest) {
        if (server.dropsNow(step)) {
            hangsUp = true;
            return NOTHING;
        }
        String override = server.overrideFor(step);
        byte[] answer = override != null ? line(override.replace("TAG", tag)) : carryOut(verb, rest);
        if (server.losesAnswerNow(step)) {
            hangsUp = true;
            return NOTHING;
        }
        return answer;
    }

    @Override
    public byte[] pending() {
        if (held.length > 0) {
            return release();
        }
        return isDead() || state != State.IDLING || server.has(Switch.DEAF_IDLE) ? NOTHING : news();
    }

    private boolean isDead() {
        return server.generation() != generation && !server.hasCut(generation);
    }

    @Override
    public boolean wantsTls() {
        return wantsTls;
    }

    @Override
    public void tlsStarted() {
        wantsTls = false;
        encrypted = true;
    }

    @Override
    public boolean hangsUp() {
        return hangsUp || server.hasCut(generation);
    }

    @Override
    public void disconnected() {
        if (state == State.SELECTED && server.has(Switch.COMMITS_ON_DROP)) {
            server.remove(folder, deleted());
        }
        state = State.NOT_AUTHENTICATED;
    }

    private String capabilities() {
        StringBuilder list = new StringBuilder("CAPABILITY IMAP4rev1");
        if (!server.has(Switch.NO_STARTTLS) && !encrypted) {
            list.append(" STARTTLS");
        }
        if (server.has(Switch.SASL_LOGIN_ONLY)) {
            list.append(" LOGINDISABLED AUTH=LOGIN");
        } else if (!server.has(Switch.LOGIN_ONLY)) {
            list.append(" AUTH=PLAIN AUTH=LOGIN").append(server.has(Switch.NO_SASL_IR) ? "" : " SASL-IR");
        }
        return list.append(server.has(Switch.NO_UIDPLUS) ? "" : " UIDPLUS")
                .append(server.has(Switch.NO_MOVE) ? "" : " MOVE")
                .append(server.has(Switch.NO_IDLE) ? "" : " IDLE")
                .append(server.hasAcl() ? " ACL" : "")
                .toString();
    }

    private byte[] carryOut(String verb, String rest) {
        switch (verb) {
            case "CAPABILITY" -> {
                return line("* " + capabilities() + "\r\n" + tag + " OK");
            }
            case "LOGOUT" -> {
                hangsUp = true;
                state = State.AUTHENTICATED;
                return line("* BYE\r\n" + tag + " OK");
            }
            case "NOOP" -> {
                return joined(news(), line(tag + " OK"));
            }
            default -> {
                return switch (state) {
                    case NOT_AUTHENTICATED -> authenticate(verb, rest);
                    case AUTHENTICATED -> choose(verb, rest);
                    default -> select(verb, rest);
                };
            }
        }
    }

    private byte[] authenticate(String verb, String rest) {
        switch (verb) {
            case "STARTTLS" -> {
                return startTls();
            }
            case "LOGIN" -> {
                List<String> arguments = arguments(rest);
                return server.has(Switch.SASL_LOGIN_ONLY)
                        ? line(tag + " NO [PRIVACYREQUIRED] LOGIN is disabled")
                        : logIn(arguments.get(0), arguments.get(1));
            }
            case "AUTHENTICATE" -> {
                String[] words = rest.split(" ", 2);
                mechanism = words[0].toUpperCase(Locale.ROOT);
                loginName = null;
                if (words.length > 1) {
                    return saslResponse(words[1]);
                }
                state = State.SASL;
                return line(mechanism.equals("LOGIN") ? "+ VXNlcm5hbWU6" : "+ ");
            }
            default -> {
                return line(tag + " BAD log in first");
            }
        }
    }

    private byte[] startTls() {
        if (server.has(Switch.NO_STARTTLS) || encrypted) {
            return line(tag + " NO no TLS here");
        }
        wantsTls = true;
        byte[] answer = line(tag + " OK begin");
        return server.has(Switch.INJECTS_AFTER_STARTTLS) ? joined(answer, bytes("* CAPABILITY AUTH=PL")) : answer;
    }

    private byte[] saslResponse(String base64) {
        state = State.NOT_AUTHENTICATED;
        String text = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        if (mechanism.equals("PLAIN")) {
            String[] parts = text.split("\0", 3);
            return parts.length < 3 ? line(tag + " BAD malformed") : logIn(parts[1], parts[2]);
        }
        if (!mechanism.equals("LOGIN")) {
            return line(tag + " NO no such mechanism");
        }
        if (loginName == null) {
            loginName = text;
            state = State.SASL;
            return line("+ UGFzc3dvcmQ6");
        }
        return logIn(loginName, text);
    }

    private byte[] logIn(String name, String secret) {
        if (!server.accepts(name, secret)) {
            return line(tag + " NO [AUTHENTICATIONFAILED] wrong name or password");
        }
        if (server.isInUse()) {
            return line(tag + " NO [INUSE] somebody else has this mailbox open");
        }
        state = State.AUTHENTICATED;
        return line(tag + " OK [" + capabilities() + "] welcome");
    }

    private byte[] choose(String verb, String rest) {
        return switch (verb) {
            case "SELECT", "EXAMINE" -> open(arguments(rest).get(0), verb);
            case "CREATE" -> {
                server.hasFolder(arguments(rest).get(0));
                yield line(tag + " OK created");
            }
            case "LIST" -> list(arguments(rest).get(1));
            case "MYRIGHTS" -> rights(arguments(rest).get(0));
            default -> line(tag + " BAD select a folder first");
        };
    }

    private byte[] list(String name) {
        String end = tag + " OK listed";
        if (name.isEmpty()) {
            return line("* LIST (\\Noselect) \"/\" \"\"\r\n" + end);
        }
        return line((server.folder(name) == null ? "" : "* LIST () \"/\" \"" + name + "\"\r\n") + end);
    }

    private byte[] rights(String name) {
        String letters = server.rightsTo(name);
        return letters == null
                ? line(tag + " NO [NONEXISTENT] no folder " + name)
                : line("* MYRIGHTS \"" + name + "\" \"" + letters + "\"\r\n" + tag + " OK told");
    }

    private byte[] open(String name, String verb) {
        if (server.folder(name) == null) {
            state = State.AUTHENTICATED;
            return line(tag + " NO [NONEXISTENT] no folder " + name);
        }
        server.sessionBegins();
        folder = name;
        state = State.SELECTED;
        seen = server.contentOf(name);
        String flags = server.has(Switch.NO_DELETED_FLAG) ? "\\Seen" : "\\Seen \\Deleted \\*";
        boolean readOnly = verb.equals("EXAMINE") || server.has(Switch.READ_ONLY);
        return line("* FLAGS (\\Seen \\Deleted)\r\n* OK [PERMANENTFLAGS (" + flags + ")] kept\r\n* " + seen.size()
                + " EXISTS\r\n* 0 RECENT\r\n"
                + (server.has(Switch.NO_UIDVALIDITY) ? "" : "* OK [UIDVALIDITY " + server.validity() + "] valid\r\n")
                + "* OK [UIDNEXT " + server.nextUid() + "] next\r\n" + tag + " OK ["
                + (readOnly ? "READ-ONLY" : "READ-WRITE") + "] opened");
    }

    private byte[] select(String verb, String rest) {
        String[] words = rest.split(" ", 2);
        String more = words.length > 1 ? words[1] : "";
        return switch (verb) {
            case "UID FETCH" -> fetched(joined(news(), fetch(named(words[0]), more)), more);
            case "UID STORE" -> store(named(words[0]), more);
            case "UID EXPUNGE" ->
                server.has(Switch.NO_UIDPLUS) ? line(tag + " BAD what is UID EXPUNGE") : expunge(named(words[0]));
            case "EXPUNGE" -> expunge(seen);
            case "UID SEARCH" -> search();
            case "UID COPY", "UID MOVE" ->
                toFolder(verb, named(words[0]), arguments(more).get(0));
            case "IDLE" -> idle();
            default -> choose(verb, rest);
        };
    }

    private byte[] fetched(byte[] responses, String items) {
        byte[] earlier = release();
        byte[] end = line(tag + " OK fetched");
        if (server.has(Switch.INTERLEAVES) && items.contains("BODY")) {
            held = end;
            return joined(responses, earlier);
        }
        return joined(responses, earlier, end);
    }

    private byte[] release() {
        byte[] released = held;
        held = NOTHING;
        return released;
    }

    private byte[] fetch(List<Mail> mails, String items) {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        for (Mail mail : mails) {
            answer.writeBytes(bytes("* " + (seen.indexOf(mail) + 1) + " FETCH ("));
            if (items.contains("BODY.PEEK[]")) {
                boolean last = server.has(Switch.UID_LAST);
                answer.writeBytes(
                        bytes((last ? "" : "UID " + mail.uid + " ") + "BODY[] {" + mail.bytes.length + "}\r\n"));
                answer.writeBytes(mail.bytes);
                answer.writeBytes(bytes(last ? " UID " + mail.uid : ""));
            } else if (items.contains("BODY.PEEK[HEADER]<0.")) {
                byte[] header = headerOf(mail.bytes);
                answer.writeBytes(bytes("UID " + mail.uid + " BODY[HEADER]<0> {" + header.length + "}\r\n"));
                answer.writeBytes(header);
            } else {
                answer.writeBytes(bytes("UID " + mail.uid + " FLAGS (" + String.join(" ", mail.flags) + ") RFC822.SIZE "
                        + (server.has(Switch.HUGE_SIZES) ? MailServerDouble.HUGE_BYTES : mail.bytes.length)));
            }
            answer.writeBytes(bytes(")\r\n"));
        }
        return answer.toByteArray();
    }

    private static byte[] headerOf(byte[] mail) {
        int end = new String(mail, StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n");
        return end < 0 ? mail : Arrays.copyOf(mail, end + 4);
    }

    private byte[] store(List<Mail> mails, String change) {
        if (!change.equals("+FLAGS.SILENT (\\Deleted)")) {
            return line(tag + " BAD unusual: " + change);
        }
        mails.forEach(mail -> {
            server.observer().marking(mail.name, mail.bytes);
            mail.flags.add("\\Deleted");
        });
        return line(tag + " OK stored");
    }

    private byte[] expunge(List<Mail> among) {
        List<Mail> doomed = among.stream().filter(Mail::isDeleted).toList();
        server.observer().committing(bytesOf(doomed));
        List<Mail> removed = new ArrayList<>(doomed);
        if (server.has(Switch.EXPUNGES_SOME)) {
            removed.removeIf(mail -> doomed.indexOf(mail) % 2 == 1);
        }
        server.remove(folder, removed);
        return joined(news(), line(tag + (removed.size() < doomed.size() ? " NO not all of them" : " OK expunged")));
    }

    private byte[] search() {
        StringBuilder found = new StringBuilder("* SEARCH");
        deleted().forEach(mail -> found.append(' ').append(mail.uid));
        return line(found + "\r\n" + tag + " OK searched");
    }

    private byte[] toFolder(String verb, List<Mail> mails, String target) {
        if (server.folder(target) == null) {
            return line(tag + " NO [TRYCREATE] no folder " + target);
        }
        boolean move = verb.equals("UID MOVE");
        if (move && server.has(Switch.NO_MOVE)) {
            return line(tag + " BAD what is UID MOVE");
        }
        if (move) {
            server.observer().committing(bytesOf(mails));
        }
        server.copy(mails, target);
        if (move) {
            server.remove(folder, mails);
        }
        return joined(news(), line(tag + " OK done"));
    }

    private byte[] idle() {
        if (server.has(Switch.NO_IDLE)) {
            return line(tag + " BAD what is IDLE");
        }
        state = State.IDLING;
        return joined(line("+ idling"), server.has(Switch.DEAF_IDLE) ? NOTHING : news());
    }

    /** What changed in the folder since this session heard of it last. */
    private byte[] news() {
        if (state != State.SELECTED && state != State.IDLING) {
            return NOTHING;
        }
        List<Mail> now = server.contentOf(folder);
        StringBuilder news = new StringBuilder();
        List<Mail> known = new ArrayList<>(seen);
        for (int i = known.size() - 1; i >= 0; i--) {
            if (!now.contains(known.get(i))) {
                known.remove(i);
                news.append("* ").append(i + 1).append(" EXPUNGE\r\n");
            }
        }
        if (now.size() > known.size()) {
            news.append("* ").append(now.size()).append(" EXISTS\r\n");
        }
        seen = now;
        return bytes(news.toString());
    }

    private static List<byte[]> bytesOf(List<Mail> mails) {
        return mails.stream().map(mail -> mail.bytes).toList();
    }

    private List<Mail> deleted() {
        return server.contentOf(folder).stream().filter(Mail::isDeleted).toList();
    }

    private List<Mail> named(String set) {
        return seen.stream().filter(mail -> contains(set, mail.uid)).toList();
    }

    private static boolean contains(String set, long uid) {
        for (String range : set.split(",")) {
            String[] ends = range.split(":");
            long first = Long.parseLong(ends[0]);
            String end = ends[ends.length - 1];
            if (uid >= first && (end.equals("*") || uid <= Long.parseLong(end))) {
                return true;
            }
        }
        return false;
    }

    private static List<String> arguments(String text) {
        List<String> arguments = new ArrayList<>();
        Matcher matcher = QUOTED.matcher(text);
        while (matcher.find()) {
            arguments.add(matcher.group(1) != null ? matcher.group(1).replaceAll("\\\\(.)", "$1") : matcher.group(2));
        }
        return arguments;
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            whole.writeBytes(part);
        }
        return whole.toByteArray();
    }

    private static byte[] line(String text) {
        return bytes(text + "\r\n");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
