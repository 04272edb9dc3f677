package io.mailroom.imap;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.GeneralCodingRules;
import org.junit.jupiter.api.Test;

/** What the driver may know. */
class ArchitectureTest {
    private static final JavaClasses DRIVER = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.mailroom.imap");

    @Test
    void theImapDriverNeverKnowsThePop3Driver() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.mailroom.pop3..")
                .check(DRIVER);
    }

    @Test
    void itLogsThroughSlf4jAlone() {
        GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.check(DRIVER);
        GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(DRIVER);
    }
}
