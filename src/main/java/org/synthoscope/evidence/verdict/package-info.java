/**
 * The verdict: whether a synthetic set may be released for a purpose, decided from the evidence by a policy. Arithmetic only;
 * it measures nothing, prints nothing and knows no image. {@link org.synthoscope.evidence.verdict.Verdict} is the way in,
 * {@link org.synthoscope.evidence.verdict.PolicyFile} and {@link org.synthoscope.evidence.verdict.VerdictJson} the forms on disk.
 *
 * <p>No cut-off here is law: each is a policy's, with a named owner and a reason, and can be changed in a file.
 */
package org.synthoscope.evidence.verdict;
