/** What every HTTP API says alike: problems as RFC 9457 has them, and bodies read strictly. */
@NullMarked
package dev.perennial.runtime.http;

import org.jspecify.annotations.NullMarked;
