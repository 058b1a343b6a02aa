package org.synthoscope.image.dicom;

/** A reason why a file can't be used, without its name and without any value that could identify a person. */
final class Refused extends Exception {

    Refused(String reason) {
        super(reason, null, false, false);
    }
}
