package dev.perennial.api.request;

import dev.perennial.api.problem.ProblemException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/** Selects the media type of a response by the {@code Accept} header (RFC 9110, section 12.5.1). */
public final class AcceptedType {

  private AcceptedType() {}

  /**
   * Returns the offered type that the request prefers; the first one if it has no {@code Accept}
   * header.
   *
   * @throws ProblemException 406 if the request accepts none of them, or its header is malformed
   */
  public static MediaType of(ApiRequest request, List<MediaType> offered) {
    return wanted(request, offered)
        .orElseThrow(() -> ProblemException.notAcceptable(MediaType.toString(offered)));
  }

  private static Optional<MediaType> wanted(ApiRequest request, List<MediaType> offered) {
    try {
      var accepted = new ArrayList<>(request.accept());
      if (accepted.isEmpty()) {
        return Optional.of(offered.getFirst());
      }
      accepted.sort(Comparator.comparingDouble(MediaType::getQualityValue).reversed());
      return accepted.stream()
          .filter(type -> type.getQualityValue() > 0)
          .flatMap(type -> offered.stream().filter(type::includes))
          .findFirst();
    } catch (InvalidMediaTypeException notOne) {
      return Optional.empty();
    }
  }
}
