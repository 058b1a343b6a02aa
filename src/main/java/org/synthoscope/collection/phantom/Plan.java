package org.synthoscope.collection.phantom;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Decides everything about a set of phantoms but the pixels: who, which class, which artefacts, which duplicates. */
final class Plan {
    private static final long PATIENTS = 1;
    private static final long CLASSES = 2;
    private static final long LESIONS = 3;
    private static final long ARTEFACTS = 4;
    private static final long PIXELS = 5;
    private static final long EXACT = 6;
    private static final long NEAR = 7;

    /** How often an image follows its patient in what patients share; otherwise it is drawn anew. */
    private static final double SHARED = 0.85;

    private static final DuplicateKind[] NEAR_KINDS = {DuplicateKind.CROP, DuplicateKind.RESCALE,
        DuplicateKind.RECOLOUR, DuplicateKind.JPEG, DuplicateKind.FLIP, DuplicateKind.TURN};

    /**
     * One image to come.
     *
     * @param seed     of its pixels
     * @param original index of the image that it is made from; its own index if it is no duplicate
     */
    record Entry(PhantomTruth truth, Patient patient, Lesion lesion, long seed, int original) {
    }

    private Plan() {
    }

    static List<Entry> of(PhantomSpec spec) {
        Dice dice = new Dice(spec.seed());
        List<Integer> owners = new ArrayList<>();
        List<Integer> ordinals = new ArrayList<>();
        List<Patient> patients = new ArrayList<>();
        for (int p = 0; p < spec.patients(); p++) {
            Dice own = dice.fork(PATIENTS).fork(p);
            patients.add(Patient.draw(own.fork(0)));
            int lesions = spec.lesionsFrom() + own.below(spec.lesionsTo() - spec.lesionsFrom() + 1);
            for (int k = 0; k < lesions; k++) {
                owners.add(p);
                ordinals.add(k);
            }
        }
        boolean[] melanoma = classes(dice.fork(CLASSES), owners.size(), spec.melanomaShare());
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < owners.size(); i++) {
            entries.add(original(spec, dice, i, patients.get(owners.get(i)), owners.get(i), ordinals.get(i),
                    melanoma[i] ? PhantomClass.MELANOMA : PhantomClass.NEVUS));
        }
        duplicates(spec, dice, entries, spec.patients());
        return List.copyOf(entries);
    }

    /** An exact number of melanomas in seeded order (Fisher and Yates), so that even a tiny set has both classes. */
    private static boolean[] classes(Dice dice, int count, double share) {
        boolean[] melanoma = new boolean[count];
        int wanted = (int) Math.floor(share * count + 0.5);
        for (int i = 0; i < count; i++) {
            melanoma[i] = i < wanted;
        }
        for (int i = count - 1; i > 0; i--) {
            int j = dice.below(i + 1);
            boolean held = melanoma[i];
            melanoma[i] = melanoma[j];
            melanoma[j] = held;
        }
        return melanoma;
    }

    private static Entry original(PhantomSpec spec, Dice dice, int index, Patient patient, int owner, int ordinal,
                                  PhantomClass label) {
        Lesion lesion = Lesion.draw(dice.fork(LESIONS).fork(index), label, spec.separation());
        Dice marks = dice.fork(ARTEFACTS).fork(index);
        boolean hair = mark(marks, patient.hairMark()) < spec.hair().of(label);
        boolean corner = mark(marks, patient.cornerMark()) < spec.darkCorner().of(label);
        boolean ruler = marks.chance(spec.ruler().of(label));
        boolean sticker = marks.chance(spec.sticker().of(label));
        boolean ink = marks.chance(spec.ink().of(label));
        String patientId = String.format(Locale.ROOT, "P%05d", owner + 1);
        PhantomTruth truth = new PhantomTruth(file(label, index), label, patientId,
                String.format(Locale.ROOT, "%s-L%02d", patientId, ordinal + 1), patient.skinType(), hair, ruler, corner,
                sticker, ink, Optional.empty(), DuplicateKind.NONE, lesion.truth());
        return new Entry(truth, patient, lesion, dice.fork(PIXELS).fork(index).nextLong(), index);
    }

    private static double mark(Dice dice, double patients) {
        double own = dice.unit();
        return dice.chance(SHARED) ? patients : own;
    }

    private static void duplicates(PhantomSpec spec, Dice dice, List<Entry> entries, int patients) {
        int originals = entries.size();
        int nextPatient = patients;
        for (long family : new long[] {EXACT, NEAR}) {
            double rate = family == EXACT ? spec.exactDuplicates() : spec.nearDuplicates();
            for (int i = 0; i < originals; i++) {
                Dice own = dice.fork(family).fork(i);
                if (!own.chance(rate)) {
                    continue;
                }
                DuplicateKind kind = family == EXACT ? DuplicateKind.EXACT : NEAR_KINDS[own.below(NEAR_KINDS.length)];
                boolean stray = own.chance(0.5);
                nextPatient += stray ? 1 : 0;
                entries.add(copy(entries.get(i), i, entries.size(), kind, own.nextLong(), stray ? nextPatient : 0));
            }
        }
    }

    private static Entry copy(Entry of, int original, int index, DuplicateKind kind, long seed, int strayPatient) {
        PhantomTruth t = of.truth();
        String patient = strayPatient == 0 ? t.patient() : String.format(Locale.ROOT, "P%05d", strayPatient);
        String lesion = strayPatient == 0 ? t.lesion() : patient + "-L01";
        PhantomTruth truth = new PhantomTruth(file(t.label(), index), t.label(), patient, lesion, t.skinType(),
                t.hair(), t.ruler(), t.darkCorner(), t.sticker(), t.ink(), Optional.of(t.file()), kind,
                t.parameters());
        return new Entry(truth, of.patient(), of.lesion(), seed, original);
    }

    private static String file(PhantomClass label, int index) {
        return String.format(Locale.ROOT, "%s/phantom_%06d.png", label.folder(), index);
    }
}
