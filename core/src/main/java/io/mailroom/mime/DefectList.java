package io.mailroom.mime;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** Collects the defects of one message, up to the limit. */
final class DefectList implements DefectSink {
    private final int most;
    private final List<Defect> defects = new ArrayList<>(4);

    DefectList(int most) {
        this.most = most;
    }

    @Override
    public void add(DefectCode code, long offset, String text) {
        if (defects.size() < most) {
            defects.add(new Defect(Objects.requireNonNull(code, "code"), offset, text));
        }
    }

    /** A sink for bytes that were decoded first: whatever is wrong in them is wrong at the encoded part. */
    DefectSink at(long offset) {
        return (code, inner, text) -> add(code, offset, text);
    }

    void addAll(List<Defect> more) {
        for (Defect defect : more) {
            add(defect.code(), defect.offset(), defect.text());
        }
    }

    int size() {
        return defects.size();
    }

    Defect at(int index) {
        return defects.get(index);
    }

    /** In the order of their place; those without one first. */
    List<Defect> sorted() {
        return defects.stream().sorted(Comparator.comparingLong(Defect::offset)).toList();
    }

    List<Defect> inOrder() {
        return List.copyOf(defects);
    }
}
