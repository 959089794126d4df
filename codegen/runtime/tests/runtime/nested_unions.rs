//! The work of decoding unions inside unions, measured as the number of leaves that are decoded.

use clientwright_runtime::sample_nested::{Leaf, Loose, Strict, Tree, Wide, check, decode};
use serde_json::{Value, json};

/// The maximum number of nested values that `serde_json` accepts.
const MAX_DEPTH: usize = 126;

/// Wraps a value in itself `depth` times.
fn nest(depth: usize, wrap: impl Fn(Value) -> Value) -> Value {
    (0..depth).fold(json!({ "leaf": 0 }), |inner, _| wrap(inner))
}

/// Asserts that each level is decoded at most once for each member, and once more completely.
fn assert_linear(value: &Value, leaves: usize) -> Tree {
    let (tree, decoded) = decode(value.to_string().as_bytes()).expect("JSON");
    assert!(decoded <= 3 * leaves, "{leaves} leaves were decoded {decoded} times");
    tree
}

#[test]
fn decodes_members_that_fail_at_their_end_once_per_level() {
    let value = nest(MAX_DEPTH, |inner| json!({ "leaf": 1, "child": inner }));
    let Tree::Loose(node) = assert_linear(&value, MAX_DEPTH + 1) else { panic!("the first candidate fails") };
    assert_eq!(node.leaf, Some(Leaf(1)));
    assert!(serde_json::to_value(&*node).expect("JSON") == value);
}

#[test]
fn decodes_values_of_no_member_once_per_level() {
    let wrap = |inner| json!({ "kind": "strict", "leaf": 1, "child": inner, "nullable": inner });
    let value = nest(6, wrap);
    assert_linear(&value, 127);
    let value = nest(MAX_DEPTH, |inner| json!({ "kind": "strict", "leaf": "text", "child": inner }));
    let tree = assert_linear(&value, MAX_DEPTH + 1);
    assert!(serde_json::to_value(&tree).expect("JSON") == value);
}

#[test]
fn decodes_unions_in_containers_once_per_level() {
    let value =
        nest(MAX_DEPTH / 4, |inner| json!([[{ "leaf": 1, "more": { "leaf": 2, "nullable": inner } }]]));
    assert_linear(&value, MAX_DEPTH);
    let value = nest(MAX_DEPTH / 2, |inner| json!({ "leaf": 1, "other": [inner] }));
    assert_linear(&value, MAX_DEPTH);
    let wrap =
        |inner| json!({ "kind": "strict", "leaf": 1, "children": [{ "kind": "none", "child": inner }] });
    assert_linear(&nest(MAX_DEPTH / 3, wrap), MAX_DEPTH);
}

#[test]
fn decodes_the_same_values_as_without_nesting() {
    let text = br#"{ "leaf": 1, "child": { "end": true, "leaf": 2 }, "nullable": null, "a": [3, "b"] }"#;
    let (tree, _) = decode(text).expect("JSON");
    let strict = Strict { leaf: Some(Leaf(2)), child: None, children: None, end: true };
    let list = vec![Tree::Leaf(Leaf(3)), Tree::Unknown(json!("b"))];
    assert_eq!(
        tree,
        Tree::Loose(Box::new(Loose {
            leaf: Some(Leaf(1)),
            child: Some(Tree::Strict(Box::new(strict))),
            nullable: Some(None),
            tagged: None,
            rest: [("a".to_owned(), Tree::List(list))].into(),
        }))
    );
}

#[test]
fn rejects_values_that_are_nested_too_deeply() {
    for (open, close) in [("[", "]"), ("{\"child\":", "}"), ("{\"kind\":\"strict\",\"children\":[", "]}")] {
        let text = format!("{}1{}", open.repeat(100_000), close.repeat(100_000));
        let error = decode(text.as_bytes()).expect_err("a limit");
        assert!(error.to_string().contains("recursion limit exceeded"), "{error}");
    }
}

#[test]
fn rejects_large_models_that_are_nested_too_deeply() {
    let nested = |depth: usize| format!("{}null{}", "{\"child\":".repeat(depth), "}".repeat(depth));
    let decode = move |depth: usize| serde_json::from_str::<Wide>(&nested(depth)).map(drop);
    // Without optimization each level takes ten times the size of its model.
    let thread = std::thread::Builder::new().stack_size(8 << 20).spawn(move || {
        let error = decode(MAX_DEPTH).expect_err("a limit").to_string();
        assert!(error.starts_with("recursion limit exceeded"), "{error}");
        // An error does not count as open.
        assert!(decode(10).is_ok());
    });
    thread.expect("a thread").join().expect("a limit");
}

/// A generator of pseudorandom numbers (xorshift), and of values with a maximum number of arrays and objects.
struct Random(u64, usize);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }

    /// Returns a value whose objects have the properties of the models.
    fn value(&mut self, depth: u64) -> Value {
        self.1 = self.1.saturating_sub(1);
        match self.below(if depth > 100 || self.1 == 0 { 4 } else { 12 }) {
            0 => json!(null),
            1 => json!("text"),
            2 => json!(true),
            3 => json!(7),
            4 => (0..self.below(4)).map(|_| self.value(depth + 1)).collect(),
            _ => {
                let entries = (0..=self.below(4)).map(|_| {
                    let names =
                        ["leaf", "child", "nullable", "tagged", "children", "end", "more", "child", "child"];
                    let kinds = ["strict", "loose", "map", "other"];
                    let index = |number: u64| usize::try_from(number).unwrap_or_default();
                    match self.below(10) {
                        9 => ("kind", kinds[index(self.below(4))].into()),
                        number => (names[index(number)], self.value(depth + 1)),
                    }
                });
                entries.map(|(name, value)| (name.to_owned(), value)).collect()
            }
        }
    }
}

#[test]
fn decodes_random_trees_in_linear_work() {
    let mut random = Random(0x2545_f491_4f6c_dd1d, 0);
    for _ in 0..500 {
        random.1 = 200;
        check(random.value(0).to_string().as_bytes());
    }
}
