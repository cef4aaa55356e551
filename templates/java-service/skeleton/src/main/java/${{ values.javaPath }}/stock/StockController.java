package ${{ values.javaPackage }}.stock;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/items")
class StockController {

    private final Stock stock;

    StockController(Stock stock) {
        this.stock = stock;
    }

    @PostMapping
    ResponseEntity<Item> add(@Valid @RequestBody NewItem request) {
        var item = new Item(request.sku(), request.name(), request.quantity());
        stock.add(item);
        return ResponseEntity.created(URI.create("/items/" + item.sku())).body(item);
    }

    @GetMapping
    Page list(
            @RequestParam(defaultValue = "") String after,
            @RequestParam(defaultValue = "50") @Min(1) @Max(200) int limit) {
        // One more than asked for tells whether there is a next page.
        var found = stock.list(after, limit + 1);
        return found.size() > limit
                ? new Page(found.subList(0, limit), found.get(limit - 1).sku())
                : new Page(found, null);
    }

    @GetMapping("/{sku}")
    Item find(@PathVariable String sku) {
        return stock.find(sku);
    }

    @PostMapping("/{sku}/withdrawals")
    Item withdraw(@PathVariable String sku, @Valid @RequestBody Withdrawal request) {
        return stock.take(sku, request.quantity());
    }

    record NewItem(
            @NotNull
            @Pattern(
                    regexp = "[a-z0-9][a-z0-9-]{0,38}[a-z0-9]",
                    message = "must be 2 to 40 lower-case letters, digits and inner dashes")
            String sku,

            @NotBlank @Size(max = 200) String name,
            @NotNull @PositiveOrZero Integer quantity) {}

    record Withdrawal(@NotNull @Positive Integer quantity) {}

    /** {@code next} is the SKU to continue behind; absent on the last page. */
    record Page(List<Item> items, String next) {}
}
