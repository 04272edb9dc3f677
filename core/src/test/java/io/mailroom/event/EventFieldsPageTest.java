package io.mailroom.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventFieldsPageTest {
    @Test
    void thePageTellsEveryField() throws IOException, IllegalAccessException {
        String page = Files.readString(root().resolve("docs/events.md"));

        assertThat(names())
                .hasSizeGreaterThan(50)
                .allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
    }

    private static List<String> names() throws IllegalAccessException {
        List<String> names = new ArrayList<>();
        for (Field constant : EventFields.class.getDeclaredFields()) {
            boolean isName =
                    constant.getType() == String.class && !constant.getName().matches("TRUE|FALSE");
            if (isName) {
                names.add((String) constant.get(null));
            }
        }
        return names;
    }

    private static Path root() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(directory.resolve(".mvn"))) {
            directory = directory.getParent();
        }
        return directory;
    }
}
