/** A stand-in for Firebase Cloud Messaging: pushes end in a list on this machine. */
@NullMarked
package dev.perennial.local.push;

import org.jspecify.annotations.NullMarked;
