package org.synthoscope.collection.phantom;

/**
 * What a lesion was drawn from, after the ABCD rule of dermatoscopy (Nachbar et al., J Am Acad Dermatol 1994). Every
 * parameter is higher in melanomas on average, none decides the class alone.
 *
 * @param asymmetry 0..1, of outline and colour
 * @param border    0..1, irregularity: lobes, notches, streaks, abrupt ends
 * @param colours   number of pigment colours, 1..6: light brown, dark brown, black, red, blue-grey, white
 * @param diameter  nominal mean diameter in millimetres, 2.5..14
 * @param network   0..1, how atypical pigment network and globules are
 */
public record LesionTruth(double asymmetry, double border, int colours, double diameter, double network) {
}
