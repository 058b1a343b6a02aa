package org.synthoscope.training;

import org.synthoscope.base.SynthoscopeException;

/** A loss or weight became infinite or not a number; training can't go on from there. */
public final class NonFiniteLossException extends SynthoscopeException {

    private final String network;

    /** @param network whose loss it was */
    public NonFiniteLossException(String network, double loss) {
        this(network, "the loss of the " + network + " is " + loss);
    }

    private NonFiniteLossException(String network, String message) {
        super(message);
        this.network = network;
    }

    /** A part of the state holds values that are infinite or not numbers. @param tensor its name, the network first */
    static NonFiniteLossException inState(String tensor) {
        String network = tensor.replaceFirst("(_adam)?\\..*", "");
        return new NonFiniteLossException(network, "'" + tensor + "' holds values that are infinite or no numbers");
    }

    NonFiniteLossException(NonFiniteLossException cause, long step, long images, String lastGood) {
        super("training stopped at step " + step + " (" + images + " images shown): " + cause.getMessage()
                + ". " + lastGood + " A lower learning rate, fp32 precision or a larger batch usually helps", cause);
        this.network = cause.network;
    }

    /** Whose loss it was. */
    public String network() {
        return network;
    }

    /** Passes a finite loss through. */
    public static double check(String network, double loss) {
        if (!Double.isFinite(loss)) {
            throw new NonFiniteLossException(network, loss);
        }
        return loss;
    }
}
