package org.synthoscope.study;

/** Told what a study does, for people. */
public interface Narrator {

    /** Something worth a line. */
    void say(String line);

    /** Something to look into; the work goes on. */
    void warn(String line);

    /**
     * Progress of a stage that counts things.
     *
     * @param what  e.g. "packing"
     * @param done  of {@code total}
     * @param total how many there are
     */
    void progress(String what, int done, int total);

    /** Hears nothing. */
    Narrator SILENT = new Narrator() {
        @Override
        public void say(String line) {
        }

        @Override
        public void warn(String line) {
        }

        @Override
        public void progress(String what, int done, int total) {
        }
    };
}
