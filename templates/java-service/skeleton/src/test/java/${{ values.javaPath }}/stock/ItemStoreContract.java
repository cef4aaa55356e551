package ${{ values.javaPackage }}.stock;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every store has to do. Each test gets an empty one. */
public interface ItemStoreContract {

    ItemStore store();

    @Test
    default void findsWhatWasAdded() {
        var bolt = new Item("bolt", "Bolt, M4", 7);
        assertThat(store().add(bolt)).isTrue();
        assertThat(store().find("bolt")).contains(bolt);
        assertThat(store().find("nut")).isEmpty();
    }

    @Test
    default void addsAnItemOnlyOnce() {
        store().add(new Item("bolt", "Bolt", 7));
        assertThat(store().add(new Item("bolt", "Another", 1))).isFalse();
        assertThat(store().find("bolt")).contains(new Item("bolt", "Bolt", 7));
    }

    @Test
    default void listsPageByPage() {
        for (var sku : new String[] {"nut", "a-z", "bolt", "washer"}) {
            store().add(new Item(sku, sku, 1));
        }
        assertThat(store().list("", 2)).extracting(Item::sku).containsExactly("a-z", "bolt");
        assertThat(store().list("bolt", 2)).extracting(Item::sku).containsExactly("nut", "washer");
        assertThat(store().list("washer", 2)).isEmpty();
    }

    @Test
    default void takesNoMoreThanThereIs() {
        store().add(new Item("bolt", "Bolt", 7));
        assertThat(store().take("bolt", 5)).contains(new Item("bolt", "Bolt", 2));
        assertThat(store().take("bolt", 3)).isEmpty();
        assertThat(store().take("nut", 1)).isEmpty();
        assertThat(store().find("bolt")).contains(new Item("bolt", "Bolt", 2));
    }

    @Test
    default void givesNothingAwayTwice() throws Exception {
        store().add(new Item("bolt", "Bolt", 5));
        var threads = Executors.newFixedThreadPool(4);
        try {
            var takes = new ArrayList<Callable<Boolean>>();
            for (int count = 0; count < 8; count++) {
                takes.add(() -> store().take("bolt", 1).isPresent());
            }
            int taken = 0;
            for (Future<Boolean> take : threads.invokeAll(takes)) {
                taken += take.get() ? 1 : 0;
            }
            assertThat(taken).isEqualTo(5);
            assertThat(store().find("bolt")).contains(new Item("bolt", "Bolt", 0));
        } finally {
            threads.shutdownNow();
        }
    }
}
