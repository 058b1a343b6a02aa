/**
 * What every package needs and none owns: the failure a user can act on, and files that are written whole or not at
 * all. Nothing that knows an image, a tensor or a network belongs here; two classes are enough.
 */
package org.synthoscope.base;
