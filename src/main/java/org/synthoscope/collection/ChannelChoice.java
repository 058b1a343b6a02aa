package org.synthoscope.collection;

/** How many channels packed images have. */
public enum ChannelChoice {
    /** One if no usable image shows any colour (R = G = B in every resized pixel), else three. */
    AUTO,
    /** One: colour becomes luma. */
    GREY,
    /** Three: grey is repeated. */
    RGB
}
