package io.mailroom;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which package of core may know which. */
class ArchitectureTest {
    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.mailroom");

    private static final String[] LIBRARIES = {"java..", "javax..", "org.jspecify.."};

    /** The errors an application sees may be thrown from anywhere. */
    private static final DescribedPredicate<JavaClass> ERRORS = describe(
            "errors of io.mailroom",
            type -> type.getPackageName().equals("io.mailroom")
                    && (type.isAssignableTo(CommunicationsException.class) || type.isEquivalentTo(ErrorKind.class)));

    static Stream<Arguments> knowledge() {
        return Stream.of(
                knows("io.mailroom.profile.."),
                knows("io.mailroom.mime..", "org.jsoup.."),
                knows("io.mailroom.spool.."),
                knows("io.mailroom.wire.."),
                knows("io.mailroom.event..", "io.mailroom.mime.."),
                knows("io.mailroom.spi..", "io.mailroom.profile", "io.mailroom.event", "io.mailroom.wire"));
    }

    private static Arguments knows(String one, String... others) {
        return Arguments.of(one, others);
    }

    @ParameterizedTest
    @MethodSource("knowledge")
    void aPackageKnowsOnlyWhatItIsMeantToKnow(String one, String... others) {
        String[] all = Stream.of(LIBRARIES, others, new String[] {one})
                .flatMap(Arrays::stream)
                .toArray(String[]::new);

        classes()
                .that()
                .resideInAPackage(one)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(all).or(ERRORS))
                .check(CORE);
    }

    @Test
    void whatIsInternalIsKnownByTheFrontDoorAlone() {
        noClasses()
                .that(resideInAPackage("io.mailroom..")
                        .and(DescribedPredicate.not(resideInAnyPackage("io.mailroom", "io.mailroom.internal.."))))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.mailroom.internal..")
                .check(CORE);
        noClasses()
                .that()
                .resideOutsideOfPackages("io.mailroom.mime..", "io.mailroom.event..", "io.mailroom.internal..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.mailroom.mime.internal..")
                .check(CORE);
    }

    @Test
    void nothingLogsButThroughSlf4j() {
        GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.check(CORE);
        GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(CORE);
        noClasses()
                .should()
                .callMethodWhere(describe(
                        "printStackTrace is called",
                        call -> call.getTarget().getName().equals("printStackTrace")))
                .check(CORE);
    }

    /** Faults are handed in with a disk or a connector, never switched on from outside. */
    @Test
    void theEnvironmentIsReadInFewPlaces() {
        noClasses()
                .that()
                .resideInAnyPackage("io.mailroom.event..", "io.mailroom.mime..", "io.mailroom.internal.queue..")
                .should()
                .callMethod(System.class, "getProperty", String.class)
                .orShould()
                .callMethod(System.class, "getenv", String.class)
                .check(CORE);
    }
}
