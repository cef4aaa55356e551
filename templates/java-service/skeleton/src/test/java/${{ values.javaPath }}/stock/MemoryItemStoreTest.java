package ${{ values.javaPackage }}.stock;

class MemoryItemStoreTest implements ItemStoreContract {

    private final ItemStore store = new MemoryItemStore();

    @Override
    public ItemStore store() {
        return store;
    }
}
