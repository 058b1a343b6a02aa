package org.synthoscope;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The design's rules that a compiler doesn't hold. */
final class ArchitectureTest {

    /** Data moves down this list; a package imports only from those before it, and from itself. */
    private static final List<String> ORDER = List.of("base", "image", "tensor", "collection", "curation", "nn",
            "training", "gan", "classifier", "evidence", "release", "report", "study", "studio", "cli");

    private static final String ROOT = "org.synthoscope.";
    private static final Path SOURCES = Path.of("src", "main", "java");
    private static final Set<String> HELD_OUT = Set.of(ROOT + "collection.HeldOutImages",
            ROOT + "collection.PackedImages", ROOT + "collection.ImageSet");
    private static final int LONGEST_CLASS = 450;

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.synthoscope");

    // ---- who may know whom ----

    @Test
    void packagesImportOnlyFromThoseAboveThemInTheDesign() {
        classes().should(new ArchCondition<JavaClass>("depend on their own and earlier packages only") {
            @Override
            public void check(JavaClass origin, ConditionEvents events) {
                if (layer(origin) < 0) {
                    events.add(SimpleConditionEvent.violated(origin, origin.getFullName()
                            + " is in a package that the design's order doesn't name"));
                }
                for (Dependency dependency : origin.getDirectDependenciesFromSelf()) {
                    JavaClass target = dependency.getTargetClass().getBaseComponentType();
                    if (target.getPackageName().startsWith(ROOT) && layer(target) > layer(origin)) {
                        events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription()));
                    }
                }
            }
        }).check(MAIN);
    }

    @Test
    void noTwoPackagesDependOnEachOtherEvenInsideARoom() {
        slices().matching(ROOT + "(**)").should().beFreeOfCycles().check(MAIN);
    }

    @Test
    void architecturesDoNotKnowEachOther() {
        // What the image-to-image architectures share lies in a room of its own, which knows none of them.
        slices().matching(ROOT + "gan.(*)..").should().notDependOnEachOther()
                .ignoreDependency(DescribedPredicate.alwaysTrue(), resideInAPackage(ROOT + "gan.translation")).check(MAIN);
    }

    @Test
    void whatTranslatorsShareKnowsNoArchitecture() {
        noClasses().that().resideInAPackage(ROOT + "gan.translation")
                .should(dependOnClassesThat(resideInAnyPackage(ROOT + "gan.pix2pix", ROOT + "gan.cyclegan",
                        ROOT + "gan.discogan"))).check(MAIN);
    }

    @Test
    void onlyTheTensorPackageTouchesLibtorch() {
        noClasses().that().resideOutsideOfPackage(ROOT + "tensor")
                .should(dependOnClassesThat(resideInAnyPackage("org.bytedeco.pytorch..", "org.bytedeco.openblas..")))
                .check(MAIN);
    }

    @Test
    void onlyTheImagePackageTouchesOpenCv() {
        noClasses().that().resideOutsideOfPackage(ROOT + "image")
                .should(dependOnClassesThat(resideInAPackage("org.bytedeco.opencv..")))
                .check(MAIN);
    }

    @Test
    void nativeLibrariesStayInTheTwoLowestRooms() {
        noClasses().that().resideOutsideOfPackages(ROOT + "tensor", ROOT + "image")
                .should(dependOnClassesThat(resideInAPackage("org.bytedeco..")))
                .check(MAIN);
    }

    @Test
    void noNativeTypeEscapesInASignature() {
        codeUnits().that().areDeclaredInClassesThat(resideInAnyPackage(ROOT + "tensor..", ROOT + "image.."))
                .and(areSeenFromOutside())
                .should(new ArchCondition<JavaCodeUnit>("not mention org.bytedeco") {
                    @Override
                    public void check(JavaCodeUnit unit, ConditionEvents events) {
                        Stream.concat(unit.getReturnType().getAllInvolvedRawTypes().stream(),
                                        unit.getParameterTypes().stream()
                                                .flatMap(type -> type.getAllInvolvedRawTypes().stream()))
                                .filter(ArchitectureTest::isNative)
                                .forEach(type -> events.add(SimpleConditionEvent.violated(unit,
                                        unit.getFullName() + " shows " + type.getName())));
                    }
                }).check(MAIN);
        fields().that().areDeclaredInClassesThat(resideInAnyPackage(ROOT + "tensor..", ROOT + "image.."))
                .and(areSeenFromOutside())
                .should(new ArchCondition<JavaField>("not have a type of org.bytedeco") {
                    @Override
                    public void check(JavaField field, ConditionEvents events) {
                        if (field.getType().getAllInvolvedRawTypes().stream().anyMatch(ArchitectureTest::isNative)) {
                            events.add(SimpleConditionEvent.violated(field, field.getFullName() + " shows a native type"));
                        }
                    }
                }).allowEmptyShould(true).check(MAIN);
        noClasses().that().arePublic()
                .should().beAssignableTo(DescribedPredicate.describe("native types", ArchitectureTest::isNative))
                .check(MAIN);
    }

    // ---- the sealed holdout ----

    /** Nor what could bring them along: the packed whole that hands them out, the interface that they share. */
    @Test
    void nothingThatLearnsKnowsTheHeldOutImages() {
        noClasses().that().resideInAnyPackage(ROOT + "nn..", ROOT + "training..", ROOT + "gan..", ROOT + "classifier..")
                .should(dependOnClassesThat(DescribedPredicate.describe("hold, hand out or stand for held-out images",
                        type -> HELD_OUT.contains(type.getName()))))
                .check(MAIN);
    }

    /** A classifier's training is steered by validation images; nothing else that learns may look at them. */
    @Test
    void onlyClassifiersLookAtValidationImages() {
        noClasses().that().resideInAnyPackage(ROOT + "nn..", ROOT + "training..", ROOT + "gan..")
                .should(dependOnClassesThat(DescribedPredicate.describe("hold validation images",
                        type -> Set.of(ROOT + "collection.ValidationImages", ROOT + "collection.ValidationMix")
                                .contains(type.getName()))))
                .check(MAIN);
    }

    @Test
    void heldOutImagesAreNotTrainingImages() {
        JavaClass training = MAIN.get(ROOT + "collection.TrainingImages");
        JavaClass heldOut = MAIN.get(ROOT + "collection.HeldOutImages");
        assertFalse(heldOut.isAssignableTo(training.getName()), "held-out images could be given to a trainer");
        assertFalse(training.isAssignableTo(heldOut.getName()), "training images could be measured as held-out ones");
    }

    // ---- manners ----

    @Test
    void onlyTheCommandLinePrints() {
        noClasses().that().resideOutsideOfPackages(ROOT + "cli..").should(ACCESS_STANDARD_STREAMS).check(MAIN);
    }

    @Test
    void onlyTheCommandLineEndsTheProcess() {
        noClasses().that().resideOutsideOfPackages(ROOT + "cli..")
                .should().callMethod(System.class, "exit", int.class)
                .orShould().callMethod(Runtime.class, "exit", int.class)
                .orShould().callMethod(Runtime.class, "halt", int.class)
                .check(MAIN);
    }

    /** But for the engine: a process loads it once and shuts it down once. */
    @Test
    void staticStateIsFinal() {
        fields().that().areStatic().and().doNotHaveModifier(JavaModifier.SYNTHETIC)
                .and().areNotDeclaredIn(ROOT + "tensor.Engine").and().areNotDeclaredIn(ROOT + "tensor.Shutdown")
                .should().beFinal().check(MAIN);
    }

    @Test
    void everyMethodIsImplemented() {
        noClasses().should().callConstructorWhere(DescribedPredicate.describe(
                "it makes an UnsupportedOperationException", (JavaAccess<?> call) ->
                        call.getTargetOwner().isAssignableTo(UnsupportedOperationException.class))).check(MAIN);
    }

    @Test
    void classesAreNamedAfterWhatTheyAre() {
        noClasses().should().haveNameMatching(".*(Utils?|Helpers?)(\\$.*)?").check(MAIN);
    }

    @Test
    void everyPackageSaysWhatLivesInIt() throws IOException {
        Set<Path> silent = sources().map(Path::getParent).distinct()
                .filter(folder -> !Files.isRegularFile(folder.resolve("package-info.java")))
                .collect(Collectors.toSet());
        assertEquals(Set.of(), silent, "packages without package-info.java");
    }

    /** {@code Tensor} is one face for every operation of the engine: it may be a little longer. */
    @Test
    void classesFitOnAFewScreens() throws IOException {
        List<String> tooLong = sources()
                .filter(file -> lines(file) > (file.endsWith(Path.of("tensor", "Tensor.java")) ? 520 : LONGEST_CLASS))
                .map(file -> file + " has " + lines(file) + " lines")
                .toList();
        assertEquals(List.of(), tooLong);
    }

    // ---- vocabulary ----

    private static int layer(JavaClass type) {
        String inside = type.getPackageName() + ".";
        return inside.startsWith(ROOT) ? ORDER.indexOf(inside.split("\\.")[2]) : -1;
    }

    private static boolean isNative(JavaClass type) {
        return type.getBaseComponentType().getPackageName().startsWith("org.bytedeco");
    }

    /** Public or protected, in a type that is, with all the types around it, public or protected too. */
    private static DescribedPredicate<JavaMember> areSeenFromOutside() {
        return DescribedPredicate.describe("are seen from outside the package", member -> {
            boolean seen = isOpen(member.getModifiers());
            for (JavaClass type = member.getOwner(); seen && type != null; type = type.getEnclosingClass().orElse(null)) {
                seen = isOpen(type.getModifiers());
            }
            return seen;
        });
    }

    private static boolean isOpen(Set<JavaModifier> modifiers) {
        return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
    }

    private static Stream<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        }
    }

    private static long lines(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.count();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
