@NullMarked
package dev.perennial.tasks.series;

import org.jspecify.annotations.NullMarked;
