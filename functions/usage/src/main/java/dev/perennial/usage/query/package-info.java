/** Usage of a period, and the invocations behind it. */
@NullMarked
package dev.perennial.usage.query;

import org.jspecify.annotations.NullMarked;
