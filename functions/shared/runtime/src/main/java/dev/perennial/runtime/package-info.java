/** What every function needs: settings, traces, stored events, digests. */
@NullMarked
package dev.perennial.runtime;

import org.jspecify.annotations.NullMarked;
