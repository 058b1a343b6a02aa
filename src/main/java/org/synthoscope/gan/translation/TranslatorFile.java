package org.synthoscope.gan.translation;

import java.util.LinkedHashMap;
import java.util.Map;
import org.synthoscope.gan.GanSettings;
import org.synthoscope.gan.GanSpec;

/** x */
final class TranslatorFile {
    static Map<String, String> describe(GanSpec spec, GanSettings settings) {
        Map<String, String> d = new LinkedHashMap<>();
        return d;
    }
}
