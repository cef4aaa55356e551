package ${{ values.javaPackage }}.stock;

import java.io.Serial;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** Another item has this SKU. */
public class ItemExistsException extends ErrorResponseException {

    @Serial
    private static final long serialVersionUID = 1L;

    public ItemExistsException(String sku) {
        super(
                HttpStatus.CONFLICT,
                ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, "There is an item %s already.".formatted(sku)),
                null);
    }
}
