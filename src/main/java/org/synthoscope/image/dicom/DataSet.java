package org.synthoscope.image.dicom;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The elements of interest of one file, up to and with its pixels. */
final class DataSet {

    /** Longer texts aren't values of the attributes that are looked at. */
    private static final int LONGEST_TEXT = 1024;

    private static final Pattern DECIMAL = Pattern.compile("[+-]?(\\d{1,30}(\\.\\d{0,30})?|\\.\\d{1,30})([eE][+-]?\\d{1,3})?");
    private static final Pattern CODE = Pattern.compile("[A-Z0-9_ ]{1,16}");

    private final byte[] file;
    private final ElementReader reader;
    private final TransferSyntax syntax;
    private final Map<Attribute, Element> elements;

    DataSet(byte[] file, ElementReader reader, TransferSyntax syntax, Map<Attribute, Element> elements) {
        this.file = file;
        this.reader = reader;
        this.syntax = syntax;
        this.elements = new EnumMap<>(elements);
    }

    byte[] file() {
        return file;
    }

    ElementReader reader() {
        return reader;
    }

    TransferSyntax syntax() {
        return syntax;
    }

    Optional<Element> element(Attribute attribute) {
        return Optional.ofNullable(elements.get(attribute));
    }

    boolean has(Attribute attribute) {
        return elements.containsKey(attribute);
    }

    /** The bytes of a value without the padding at its ends; empty where there is none. */
    byte[] raw(Attribute attribute) {
        Element element = elements.get(attribute);
        if (element == null || element.undefined() || element.length() > LONGEST_TEXT) {
            return new byte[0];
        }
        int from = element.value();
        int to = from + element.length();
        while (to > from && (file[to - 1] == ' ' || file[to - 1] == 0)) {
            to--;
        }
        while (from < to && file[from] == ' ') {
            from++;
        }
        return Arrays.copyOfRange(file, from, to);
    }

    /** The first of a value's texts, trimmed; empty where there is none. */
    String text(Attribute attribute) {
        String all = new String(raw(attribute), StandardCharsets.ISO_8859_1);
        int backslash = all.indexOf('\\');
        return (backslash < 0 ? all : all.substring(0, backslash)).strip();
    }

    /** A coded text (CS); empty where there is none or it has letters that codes can't have. */
    String code(Attribute attribute) {
        String text = text(attribute);
        return CODE.matcher(text).matches() ? text : "";
    }

    /** A decimal number (DS). @throws Refused if there is a value that is no finite number */
    Optional<Double> decimal(Attribute attribute) throws Refused {
        String text = text(attribute);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        double value = DECIMAL.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
        if (!Double.isFinite(value)) {
            throw new Refused(attribute + " isn't a number");
        }
        return Optional.of(value);
    }

    /** The n-th 16-bit number of a value, 0..65535. @throws Refused if there is a value of another size */
    Optional<Integer> number(Attribute attribute, int n) throws Refused {
        Element element = elements.get(attribute);
        if (element == null || element.length() == 0) {
            return Optional.empty();
        }
        if (element.undefined() || element.length() < 2 * (n + 1) || element.length() % 2 != 0
                || !Arrays.asList("", "US", "SS", "OW", "UN").contains(element.type())) {
            throw new Refused(element.describe() + " isn't a 16-bit number");
        }
        return Optional.of(reader.u16(element.value() + 2 * n));
    }

    Optional<Integer> number(Attribute attribute) throws Refused {
        return number(attribute, 0);
    }

    /** A 16-bit number that must be there. */
    int required(Attribute attribute) throws Refused {
        return number(attribute).orElseThrow(() -> new Refused("it has no " + attribute));
    }
}
