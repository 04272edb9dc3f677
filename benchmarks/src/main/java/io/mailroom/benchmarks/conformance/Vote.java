package io.mailroom.benchmarks.conformance;

import java.text.Normalizer;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** What the readers say of one property of one message, us among them. */
record Vote(Aspect aspect, String ours, Map<String, String> peers) {
    /** A property that readers may see differently. */
    enum Aspect {
        SUBJECT(message -> message.subject()),
        FROM(message -> lower(message.from())),
        RECIPIENTS(message -> lower(message.to())),
        TREE(message -> message.body().shape()),
        TYPES(message -> message.body().each(SeenPart::type).toString()),
        NAMES(message -> message.body().each(part -> leafName(part.name())).toString()),
        BYTES(message -> message.body().each(SeenPart::digest).toString());

        private final Function<SeenMessage, String> value;

        Aspect(Function<SeenMessage, String> value) {
            this.value = value;
        }

        String of(SeenMessage message) {
            return value.apply(message);
        }

        /** True for what can be compared between equal trees only. */
        boolean needsSameTree() {
            return this == TYPES || this == NAMES || this == BYTES;
        }

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How we stand. */
    enum Outcome {
        /** Everybody says the same. */
        AGREED,
        /** Not all agree, but no other answer has as many voices as ours. */
        WITH_MOST,
        /** Nobody else says what we say, and the others do not agree either. */
        OPEN,
        /** Another answer has at least as many voices as ours, and at least two. */
        AGAINST_US
    }

    static Vote of(Aspect aspect, SeenMessage ours, Map<String, SeenMessage> peers) {
        Map<String, String> values = new LinkedHashMap<>();
        peers.forEach((name, message) -> {
            boolean sameTree = message.body().shape().equals(ours.body().shape());
            if (sameTree || !aspect.needsSameTree()) {
                values.put(name, aspect.of(aspect == Aspect.BYTES ? completed(message, ours) : message));
            }
        });
        return new Vote(aspect, aspect.of(ours), values);
    }

    Outcome outcome() {
        Collection<String> said = peers.values();
        int us = Collections.frequency(said, ours) + 1;
        int others = said.stream()
                .filter(value -> !value.equals(ours))
                .mapToInt(value -> Collections.frequency(said, value))
                .max()
                .orElse(0);
        if (others == 0) {
            return Outcome.AGREED;
        }
        if (others >= us && others >= 2) {
            return Outcome.AGAINST_US;
        }
        return us > 1 ? Outcome.WITH_MOST : Outcome.OPEN;
    }

    /** True when nobody else, or not most, say what we say. */
    boolean isAlone() {
        Outcome outcome = outcome();
        return outcome == Outcome.AGAINST_US || outcome == Outcome.OPEN;
    }

    boolean hasPeers() {
        return !peers.isEmpty();
    }

    /** Digests that a peer cannot tell are taken from ours; the trees are the same. */
    private static SeenMessage completed(SeenMessage peer, SeenMessage ours) {
        return new SeenMessage(peer.subject(), peer.from(), peer.to(), completed(peer.body(), ours.body()));
    }

    private static SeenPart completed(SeenPart peer, SeenPart ours) {
        if (peer.digest().equals("?")) {
            return ours;
        }
        List<SeenPart> inside = new java.util.ArrayList<>();
        for (int i = 0; i < peer.parts().size(); i++) {
            inside.add(completed(peer.parts().get(i), ours.parts().get(i)));
        }
        return new SeenPart(peer.type(), peer.name(), peer.digest(), inside);
    }

    private static String lower(List<String> addresses) {
        return addresses.toString().toLowerCase(Locale.ROOT);
    }

    /** We clean names, and that is no difference. */
    private static String leafName(String name) {
        String leaf = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        return Normalizer.normalize(SeenMessage.oneLine(leaf), Normalizer.Form.NFC);
    }
}
