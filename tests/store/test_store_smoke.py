from store_things import *
def test_a(store):
    a = begun(store)
    crawl(store, a.id, {f"{SITE}/": [f"{SITE}/a", f"{SITE}/b"], f"{SITE}/a": [f"{SITE}/"], f"{SITE}/b": [f"{SITE}/a", "https://x.dk/"], "https://x.dk/": []})
    print(store.overview(a.id)); print(store.findings(a.id)); print(store.progress(a.id)); print(store.recurring(a.id))
    store.delete_audit(a.id)
