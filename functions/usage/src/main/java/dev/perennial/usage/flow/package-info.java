/** What one act has caused, step by step. */
@NullMarked
package dev.perennial.usage.flow;

import org.jspecify.annotations.NullMarked;
