package io.mailroom.mime;

import java.util.ArrayList;
import java.util.List;

/** Remembers the defects a test causes. */
public final class SeenDefects implements DefectSink {
    private final List<Defect> defects = new ArrayList<>();

    @Override
    public void add(DefectCode code, long offset, String text) {
        defects.add(new Defect(code, offset, text));
    }

    public List<Defect> defects() {
        return defects;
    }

    public List<DefectCode> codes() {
        return defects.stream().map(Defect::code).toList();
    }
}
