/**
 * The command line. It parses, prints and maps outcomes to exit codes; all that it does can be done from code through
 * the packages below. The only package that writes to the console or ends the JVM.
 */
package org.synthoscope.cli;
