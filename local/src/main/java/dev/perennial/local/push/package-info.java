/** A local replacement of Firebase Cloud Messaging that captures pushes. */
@NullMarked
package dev.perennial.local.push;

import org.jspecify.annotations.NullMarked;
