/** What the platform's own HTTP servers have in common. */
@NullMarked
package dev.perennial.local.http;

import org.jspecify.annotations.NullMarked;
