@NullMarked
package dev.perennial.taskapi.transfer.ical;

import org.jspecify.annotations.NullMarked;
