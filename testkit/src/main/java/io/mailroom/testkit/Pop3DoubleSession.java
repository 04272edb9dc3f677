package io.mailroom.testkit;

import io.mailroom.testkit.Pop3Double.Mail;
import io.mailroom.testkit.Pop3Double.Switch;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One session: AUTHORIZATION, TRANSACTION, UPDATE (RFC 1939 sections 4 to 6). */
final class Pop3DoubleSession implements LineServer {
    private static final byte[] NOTHING = {};

    private enum State {
        AUTHORIZATION,
        SASL,
        TRANSACTION,
        ENDED
    }

    private final Pop3Double server;
    private final TreeSet<Integer> marked = new TreeSet<>();
    private State state = State.AUTHORIZATION;
    private List<Mail> mails = List.of();
    private String user = "";
    private String mechanism = "";
    private @Nullable String loginName;
    private boolean wantsTls;
    private boolean encrypted;
    private boolean hangsUp;
    private boolean holdsLock;

    Pop3DoubleSession(Pop3Double server) {
        this.server = server;
        this.wantsTls = server.has(Switch.IMPLICIT_TLS);
    }

    @Override
    public byte[] connected() {
        String override = server.overrideFor("");
        return line(override == null ? "+OK double ready" : override);
    }

    @Override
    public byte[] lineArrived(String text) {
        if (state == State.SASL) {
            return saslResponse(text);
        }
        String[] words = text.split(" ", 2);
        String verb = words[0].toUpperCase(Locale.ROOT);
        String argument = words.length > 1 ? words[1] : "";
        server.heard(verb.equals("PASS") || verb.equals("AUTH") ? verb + " ***" : text);
        if (server.dropsNow(verb)) {
            hangsUp = true;
            return NOTHING;
        }
        String override = server.overrideFor(verb);
        byte[] answer = override != null ? line(override) : carryOut(verb, argument);
        if (server.losesAnswerNow(verb)) {
            hangsUp = true;
            return NOTHING;
        }
        return answer;
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
        return hangsUp;
    }

    @Override
    public void disconnected() {
        if (state == State.TRANSACTION && server.has(Switch.COMMITS_ON_DROP)) {
            server.remove(mails, List.copyOf(marked));
        }
        state = State.ENDED;
        unlock();
    }

    private byte[] carryOut(String verb, String argument) {
        return switch (verb) {
            case "CAPA" -> capa();
            case "QUIT" -> quit();
            default -> state == State.TRANSACTION ? transact(verb, argument) : authorize(verb, argument);
        };
    }

    private byte[] authorize(String verb, String argument) {
        switch (verb) {
            case "STLS" -> {
                return stls();
            }
            case "USER" -> {
                user = argument;
                return line("+OK");
            }
            case "PASS" -> {
                return user.isEmpty() ? line("-ERR USER first") : logIn(user, argument);
            }
            case "AUTH" -> {
                return auth(argument);
            }
            default -> {
                return line("-ERR log in first");
            }
        }
    }

    private byte[] transact(String verb, String argument) {
        return switch (verb) {
            case "STAT" ->
                line("+OK " + alive().size() + " "
                        + alive().stream().mapToLong(this::sizeOf).sum());
            case "LIST" -> listing(argument, number -> String.valueOf(sizeOf(number)));
            case "UIDL" ->
                server.has(Switch.NO_UIDL)
                        ? line("-ERR not here")
                        : listing(argument, number -> mails.get(number - 1).uid());
            case "RETR" -> retr(argument, Integer.MAX_VALUE);
            case "TOP" -> top(argument);
            case "DELE" -> dele(argument);
            case "NOOP" -> line("+OK");
            case "RSET" -> {
                marked.clear();
                yield line("+OK");
            }
            default -> line("-ERR what is " + verb);
        };
    }

    private byte[] capa() {
        if (server.has(Switch.NO_CAPA)) {
            return line("-ERR what is CAPA");
        }
        StringBuilder answer = new StringBuilder("+OK\r\nTOP\r\nUIDL\r\nRESP-CODES\r\nAUTH-RESP-CODE\r\n");
        if (!server.has(Switch.NO_PIPELINING)) {
            answer.append("PIPELINING\r\n");
        }
        if (!server.has(Switch.NO_STLS) && !encrypted) {
            answer.append("STLS\r\n");
        }
        if (server.has(Switch.OFFERS_SASL_LOGIN_ONLY)) {
            answer.append("SASL LOGIN\r\n");
        } else {
            answer.append("USER\r\n").append(server.has(Switch.OFFERS_SASL) ? "SASL PLAIN LOGIN XOAUTH2\r\n" : "");
        }
        return bytes(answer + ".\r\n");
    }

    private byte[] stls() {
        if (server.has(Switch.NO_STLS) || encrypted) {
            return line("-ERR no TLS here");
        }
        wantsTls = true;
        return server.has(Switch.INJECTS_AFTER_STLS) ? bytes("+OK begin\r\n+OK SASL PL") : line("+OK begin");
    }

    private byte[] auth(String argument) {
        String[] words = argument.split(" ", 2);
        mechanism = words[0].toUpperCase(Locale.ROOT);
        loginName = null;
        if (words.length > 1) {
            return saslResponse(words[1]);
        }
        state = State.SASL;
        return line(mechanism.equals("LOGIN") ? "+ VXNlcm5hbWU6" : "+ ");
    }

    private byte[] saslResponse(String base64) {
        state = State.AUTHORIZATION;
        String text = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        switch (mechanism) {
            case "PLAIN" -> {
                String[] parts = text.split("\0", 3);
                return parts.length < 3 ? line("-ERR malformed") : logIn(parts[1], parts[2]);
            }
            case "XOAUTH2" -> {
                if (text.isEmpty()) {
                    return line("-ERR [AUTH] token refused");
                }
                String name = text.substring("user=".length(), text.indexOf('\1'));
                String token = text.substring(text.indexOf("Bearer ") + 7, text.length() - 2);
                if (server.accepts(name, token)) {
                    return logIn(name, token);
                }
                state = State.SASL;
                return line("+ eyJzdGF0dXMiOiI0MDEifQ==");
            }
            case "LOGIN" -> {
                if (loginName == null) {
                    loginName = text;
                    state = State.SASL;
                    return line("+ UGFzc3dvcmQ6");
                }
                return logIn(loginName, text);
            }
            default -> {
                return line("-ERR no such mechanism");
            }
        }
    }

    private byte[] logIn(String name, String secret) {
        if (server.has(Switch.LOGIN_DELAY)) {
            return line("-ERR [LOGIN-DELAY] minimum time between mail checks violation");
        }
        if (server.has(Switch.TROUBLED)) {
            return line("-ERR [SYS/TEMP] internal trouble");
        }
        if (!server.accepts(name, secret)) {
            return line("-ERR [AUTH] wrong name or password");
        }
        List<Mail> opened = server.isInUse() ? null : server.open();
        if (opened == null) {
            return line("-ERR [IN-USE] somebody else has this mailbox open");
        }
        holdsLock = true;
        mails = opened;
        state = State.TRANSACTION;
        return line("+OK " + mails.size() + " messages");
    }

    private byte[] listing(String argument, java.util.function.IntFunction<String> value) {
        if (!argument.isEmpty()) {
            int number = numberIn(argument);
            return number == 0 ? line("-ERR no such message") : line("+OK " + number + " " + value.apply(number));
        }
        StringBuilder answer = new StringBuilder("+OK\r\n");
        for (int number : alive()) {
            answer.append(number).append(' ').append(value.apply(number)).append("\r\n");
        }
        return bytes(answer + ".\r\n");
    }

    private byte[] top(String argument) {
        String[] words = argument.split(" ");
        return words.length == 2 ? retr(words[0], Integer.parseInt(words[1])) : line("-ERR TOP takes two numbers");
    }

    private byte[] retr(String argument, int bodyLines) {
        int number = numberIn(argument);
        if (number == 0) {
            return line("-ERR no such message");
        }
        String text = new String(mails.get(number - 1).bytes(), StandardCharsets.ISO_8859_1);
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        answer.writeBytes(bytes("+OK " + text.length() + " octets\r\n"));
        answer.writeBytes(bytes(stuffed(bodyLines == Integer.MAX_VALUE ? text : cut(text, bodyLines))));
        answer.writeBytes(bytes(".\r\n"));
        return answer.toByteArray();
    }

    private byte[] dele(String argument) {
        int number = numberIn(argument);
        if (number == 0) {
            return line("-ERR no such message");
        }
        Mail mail = mails.get(number - 1);
        server.observer().deleArrived(mail.uid(), mail.bytes());
        if (server.has(Switch.REFUSES_DELE)) {
            return line("-ERR you may not");
        }
        marked.add(number - 1);
        return line("+OK deleted");
    }

    private byte[] quit() {
        hangsUp = true;
        if (state != State.TRANSACTION) {
            return line("+OK bye");
        }
        server.observer()
                .quitArrived(marked.stream().map(i -> mails.get(i).bytes()).toList());
        state = State.ENDED;
        List<Integer> removed = new ArrayList<>(marked);
        if (server.has(Switch.QUIT_REMOVES_SOME)) {
            removed.removeIf(i -> removed.indexOf(i) % 2 == 1);
        }
        server.remove(mails, removed);
        unlock();
        return line(removed.size() < marked.size() ? "-ERR some deleted messages not removed" : "+OK bye");
    }

    private void unlock() {
        if (holdsLock) {
            holdsLock = false;
            server.release();
        }
    }

    private List<Integer> alive() {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < mails.size(); i++) {
            if (!marked.contains(i)) {
                numbers.add(i + 1);
            }
        }
        return numbers;
    }

    private long sizeOf(int number) {
        if (server.has(Switch.HUGE_SIZES)) {
            return MailServerDouble.HUGE_BYTES;
        }
        long size = mails.get(number - 1).bytes().length;
        return server.has(Switch.WRONG_SIZES) ? size * 3 + 7 : size;
    }

    /** A message number that is still there, or 0. */
    private int numberIn(String argument) {
        return argument.matches("\\d{1,9}") && alive().contains(Integer.parseInt(argument))
                ? Integer.parseInt(argument)
                : 0;
    }

    private static String stuffed(String text) {
        String stuffed = text.startsWith(".") ? "." + text : text;
        return stuffed.replace("\r\n.", "\r\n..");
    }

    private static String cut(String text, int bodyLines) {
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return text;
        }
        end += 4;
        for (int i = 0; i < bodyLines && end < text.length(); i++) {
            int next = text.indexOf("\r\n", end);
            end = next < 0 ? text.length() : next + 2;
        }
        return text.substring(0, end);
    }

    private static byte[] line(String text) {
        return bytes(text + "\r\n");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
