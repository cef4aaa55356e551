package ${{ values.javaPackage }}.stock;

import java.io.Serial;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** There is no item of this SKU. */
public class ItemNotFoundException extends ErrorResponseException {

    @Serial
    private static final long serialVersionUID = 1L;

    public ItemNotFoundException(String sku) {
        super(
                HttpStatus.NOT_FOUND,
                ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND, "There is no item %s.".formatted(sku)),
                null);
    }
}
