package io.mailroom.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** A mailbox on a server, without its wire: marks at DELE, commits at QUIT. */
final class PopDouble {
    private final List<Message> messages = new ArrayList<>();
    private final boolean commitsOnDrop;
    private Consumer<byte[]> atDelete = message -> {};
    private Runnable atQuit = () -> {};

    private record Message(String uid, byte[] bytes) {}

    PopDouble(boolean commitsOnDrop) {
        this.commitsOnDrop = commitsOnDrop;
    }

    PopDouble copy() {
        PopDouble copy = new PopDouble(commitsOnDrop);
        copy.messages.addAll(messages);
        return copy;
    }

    void deliver(String uid, String token) {
        messages.add(new Message(uid, token.getBytes(StandardCharsets.US_ASCII)));
    }

    /** Looks at the spool when a message is to be deleted. */
    void atDelete(Consumer<byte[]> check) {
        atDelete = check;
    }

    /** Looks at the spool when a session is to be committed. */
    void atQuit(Runnable check) {
        atQuit = check;
    }

    int size() {
        return messages.size();
    }

    Session connect() {
        return new Session();
    }

    final class Session implements AutoCloseable {
        private final List<Message> listed = List.copyOf(messages);
        private final Set<Integer> marked = new TreeSet<>();
        private boolean ended;

        int size() {
            return listed.size();
        }

        String uid(int number) {
            return listed.get(number).uid();
        }

        byte[] retrieve(int number) {
            return listed.get(number).bytes().clone();
        }

        void delete(int number) throws IOException {
            atDelete.accept(retrieve(number));
            marked.add(number);
        }

        void quit() throws IOException {
            atQuit.run();
            ended = true;
            commit();
        }

        @Override
        public void close() {
            if (!ended) {
                ended = true;
                if (commitsOnDrop) {
                    commit();
                }
            }
        }

        private void commit() {
            marked.forEach(number -> messages.remove(listed.get(number)));
        }
    }
}
