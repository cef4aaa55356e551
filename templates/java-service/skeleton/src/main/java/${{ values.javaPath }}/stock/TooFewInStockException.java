package ${{ values.javaPackage }}.stock;

import java.io.Serial;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** More of an item is wanted than there is. */
public class TooFewInStockException extends ErrorResponseException {

    @Serial
    private static final long serialVersionUID = 1L;

    public TooFewInStockException(Item item, int wanted) {
        super(HttpStatus.CONFLICT, problem(item, wanted), null);
    }

    private static ProblemDetail problem(Item item, int wanted) {
        var problem = ProblemDetail.forStatusAndDetail(
                HttpStatus.CONFLICT,
                "There are %d of %s, fewer than %d.".formatted(item.quantity(), item.sku(), wanted));
        problem.setProperty("available", item.quantity());
        return problem;
    }
}
