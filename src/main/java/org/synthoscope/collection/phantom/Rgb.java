package org.synthoscope.collection.phantom;

/** A display-encoded colour, each part usually 0..1. */
record Rgb(double red, double green, double blue) {
    static Rgb of(int red, int green, int blue) {
        return new Rgb(red / 255.0, green / 255.0, blue / 255.0);
    }

    Rgb times(double factor) {
        return new Rgb(red * factor, green * factor, blue * factor);
    }

    Rgb times(Rgb other) {
        return new Rgb(red * other.red, green * other.green, blue * other.blue);
    }

    Rgb towards(Rgb other, double share) {
        return new Rgb(red + share * (other.red - red), green + share * (other.green - green),
                blue + share * (other.blue - blue));
    }
}
