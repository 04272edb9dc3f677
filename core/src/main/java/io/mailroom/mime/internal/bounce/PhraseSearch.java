package io.mailroom.mime.internal.bounce;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;

/**
 * Finds any number of phrases in one pass over a text, in time proportional to its length (the automaton of Aho and
 * Corasick). Immutable once made.
 */
final class PhraseSearch {
    /** Told of each phrase that ends at {@code end}, in the order of their ends. */
    @FunctionalInterface
    interface Hits {
        void found(int phrase, int end);
    }

    private static final int ROOT = 0;
    private static final int NONE = -1;
    private static final int ASCII = 128;

    private int nodes = 1;
    private char[] letter;
    private int[] child;
    private int[] sibling;
    private int[] fail;
    private int[] phraseHere;
    private int[] nextHit; // nearest node on the way of failures that ends a phrase
    private final int[] rootByAscii = new int[ASCII];

    PhraseSearch(List<String> phrases) {
        int most = 1 + phrases.stream().mapToInt(String::length).sum();
        letter = new char[most];
        child = filled(most);
        sibling = filled(most);
        fail = new int[most];
        phraseHere = filled(most);
        nextHit = filled(most);
        for (int i = 0; i < phrases.size(); i++) {
            insert(phrases.get(i), i);
        }
        Arrays.fill(rootByAscii, ROOT);
        for (int node = child[ROOT]; node != NONE; node = sibling[node]) {
            if (letter[node] < ASCII) {
                rootByAscii[letter[node]] = node;
            }
        }
        linkFailures();
    }

    private static int[] filled(int size) {
        int[] array = new int[size];
        Arrays.fill(array, NONE);
        return array;
    }

    private void insert(String phrase, int number) {
        int node = ROOT;
        for (int i = 0; i < phrase.length(); i++) {
            int next = childOf(node, phrase.charAt(i));
            if (next == NONE) {
                next = nodes++;
                letter[next] = phrase.charAt(i);
                sibling[next] = child[node];
                child[node] = next;
            }
            node = next;
        }
        if (phraseHere[node] == NONE) {
            phraseHere[node] = number;
        }
    }

    private int childOf(int node, char c) {
        int next = child[node];
        while (next != NONE && letter[next] != c) {
            next = sibling[next];
        }
        return next;
    }

    private void linkFailures() {
        ArrayDeque<Integer> queue = new ArrayDeque<>();
        for (int node = child[ROOT]; node != NONE; node = sibling[node]) {
            queue.add(node);
        }
        while (!queue.isEmpty()) {
            int node = queue.remove();
            for (int next = child[node]; next != NONE; next = sibling[next]) {
                fail[next] = step(fail[node], letter[next]);
                nextHit[next] = phraseHere[fail[next]] != NONE ? fail[next] : nextHit[fail[next]];
                queue.add(next);
            }
        }
    }

    private int step(int from, char c) {
        int node = from;
        while (node != ROOT) {
            int next = childOf(node, c);
            if (next != NONE) {
                return next;
            }
            node = fail[node];
        }
        if (c < ASCII) {
            return rootByAscii[c];
        }
        int next = childOf(ROOT, c);
        return next == NONE ? ROOT : next;
    }

    void run(CharSequence text, Hits hits) {
        int node = ROOT;
        for (int i = 0; i < text.length(); i++) {
            node = step(node, text.charAt(i));
            for (int hit = phraseHere[node] != NONE ? node : nextHit[node]; hit != NONE; hit = nextHit[hit]) {
                hits.found(phraseHere[hit], i + 1);
            }
        }
    }
}
