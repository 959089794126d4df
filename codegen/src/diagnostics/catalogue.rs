use std::fmt;

use serde::{Serialize, Serializer};

use super::Severity;

/// A kind of diagnostic, by the code that `cargo xtask explain` takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Code(&'static str);

impl Code {
    /// The code as it is shown: `E0012`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.0
    }

    /// Whether it is the settings or overlays that are wrong, so that nothing is generated.
    #[must_use]
    pub fn is_about_settings(self) -> bool {
        [Self::RENAME, Self::NAME_TAKEN, Self::OVERLAY].contains(&self)
    }

    /// `E` is an error, `W` a warning.
    #[must_use]
    pub fn severity(self) -> Severity {
        if self.0.starts_with('E') { Severity::Error } else { Severity::Warning }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0)
    }
}

/// What a code means, with an example that is wrong and one that is right.
#[derive(Debug)]
pub struct Explanation {
    /// The code.
    pub code: Code,
    /// What it is about, in a few words.
    pub title: &'static str,
    /// What it means and what the generator does then.
    pub text: &'static str,
    /// A piece of a description that has this diagnostic.
    pub wrong: &'static str,
    /// The same, mended.
    pub right: &'static str,
}

/// The explanation of the code `name`, in any case.
#[must_use]
pub fn explain(name: &str) -> Option<&'static Explanation> {
    CATALOGUE.iter().find(|explanation| explanation.code.0.eq_ignore_ascii_case(name))
}

macro_rules! catalogue {
    ($($constant:ident = $code:literal, $title:literal, $text:literal, wrong: $wrong:literal, right: $right:literal;)*) => {
        impl Code {
            $(#[doc = concat!("`", $code, "`: ", $title, ".")] pub const $constant: Code = Code($code);)*
        }

        /// Every code that there is.
        pub const CATALOGUE: &[Explanation] = &[
            $(Explanation { code: Code::$constant, title: $title, text: $text, wrong: $wrong, right: $right },)*
        ];
    };
}

catalogue! {
    SYNTAX = "E0001", "the text is neither JSON nor YAML",
        "The text cannot be read at all, so nothing is generated. A text whose first character is `{` is \
         read as JSON, any other as YAML 1.2.",
        wrong: "paths:\n  /pets\n    get: {}\n",
        right: "paths:\n  /pets:\n    get: {}\n";
    VERSION = "E0002", "this version of OpenAPI is not read",
        "The field `openapi`, or `swagger` before 3.0, says which version of the specification a description \
         follows. OpenAPI 3.0, 3.1 and 3.2 and Swagger 2.0 are read. For what is older or something else, \
         converters exist.",
        wrong: "swaggerVersion: '1.2'\napis: []\n",
        right: "openapi: 3.1.0\ninfo: { title: Pets, version: '1' }\n";
    MALFORMED = "E0003", "a part is not what OpenAPI says it is",
        "A field has a value of another type than the OpenAPI specification gives it, or a field that is \
         required is missing. A schema that cannot be read is taken as one that says nothing; an operation \
         that cannot be read is left out; everything else is generated.",
        wrong: "get:\n  parameters:\n    - name: limit\n      in: somewhere\n",
        right: "get:\n  parameters:\n    - name: limit\n      in: query\n      schema: { type: integer }\n";
    DANGLING_REF = "E0004", "a `$ref` leads nowhere",
        "A `$ref` names something that the description does not have. Where it stands for a schema, the \
         value is left untyped; where it stands for a parameter, a body or a response, the operation is \
         left out.",
        wrong: "schema: { $ref: '#/components/schemas/Pte' }\n",
        right: "schema: { $ref: '#/components/schemas/Pet' }\n";
    FOREIGN_REF = "E0005", "a `$ref` leads to where the generator does not follow",
        "References are followed within the description, and to other files below its folder, or below the \
         folder that the setting `root` names. Nothing is fetched from a URL: a bundler such as `redocly \
         bundle` makes one file of many. A reference to something of another kind, a response where a \
         schema is meant, is not followed either.",
        wrong: "schema: { $ref: 'https://example.com/pets.yaml#/Pet' }\n",
        right: "schema: { $ref: 'pets.yaml#/Pet' }\n";
    REF_CYCLE = "E0006", "a `$ref` leads back to itself",
        "References that form a ring say nothing: there is no schema, parameter or body at the end of them. \
         A schema that contains itself as a property, an element or a value is fine and is not meant here.",
        wrong: "A: { $ref: '#/components/schemas/B' }\nB: { $ref: '#/components/schemas/A' }\n",
        right: "A: { $ref: '#/components/schemas/B' }\nB: { type: string }\n";
    RENAME = "E0009", "a setting names something that is not there",
        "A `rename` or `only` of the settings applies to nothing in the description: it may be misspelt, or \
         the description has changed. Nothing is generated, so that a name does not change unnoticed.",
        wrong: "[api.pets.rename.schemas]\nPte = \"Animal\"\n",
        right: "[api.pets.rename.schemas]\nPet = \"Animal\"\n";
    NAME_TAKEN = "E0011", "a name that the settings ask for is taken",
        "Two items cannot have the same name. The one that the settings rename has to be called something \
         else.",
        wrong: "[api.pets.rename.schemas]\nPet = \"Error\"\n",
        right: "[api.pets.rename.schemas]\nPet = \"PetRecord\"\n";
    PARAMETER = "E0012", "a parameter cannot be sent",
        "The name of a header is a token (RFC 9110, section 5.6.2): letters, digits and a few signs. An operation \
         with a parameter that has another name is left out.",
        wrong: "parameters:\n  - { name: 'X Trace', in: header, schema: { type: string } }\n",
        right: "parameters:\n  - { name: X-Trace, in: header, schema: { type: string } }\n";
    OVERLAY = "E0013", "an overlay, or an action of it, does nothing",
        "An action of an overlay has a JSONPath (RFC 9535) that matches something in the description, and says what \
         is to be merged into that, or that it is to be removed. One that matches nothing may be misspelt, or the \
         description may have been mended. Nothing is generated, so that a mistake does not come back unnoticed.",
        wrong: "actions:\n  - target: $.paths['/pets'].get.responses.default\n    remove: yes\n",
        right: "actions:\n  - target: $.paths['/pets'].get.responses.default\n    remove: true\n";
    UNTYPED = "W0002", "a schema says something that no type expresses",
        "The schema has a combination of keywords that no Rust type stands for. The value is left untyped \
         (`serde_json::Value`), so that nothing is lost.",
        wrong: "type: string\nproperties: { a: { type: string } }\n",
        right: "type: object\nproperties: { a: { type: string } }\n";
    OTHER_MEDIA_TYPES = "W0003", "a media type is left out",
        "A body that comes in several media types can be sent and read in each of them, but for those that say in \
         another notation what JSON says: XML of the same schema, say.",
        wrong: "content:\n  application/json: { schema: { type: object } }\n  application/xml: { schema: { type: object } }\n",
        right: "content:\n  application/json: { schema: { type: object } }\n  text/csv: { schema: { type: string } }\n";
    UNDECLARED_PATH_PARAMETER = "W0004", "a parameter of the path is not declared",
        "The path has a `{parameter}` in braces that no parameter of the operation describes. It is \
         generated as a required string.",
        wrong: "/pets/{id}:\n  get:\n    responses: {}\n",
        right: "/pets/{id}:\n  get:\n    parameters:\n      - { name: id, in: path, required: true, schema: { type: string } }\n    responses: {}\n";
    DUPLICATE_OPERATION_ID = "W0005", "two operations have the same operationId",
        "An `operationId` is to be unique. The first operation is named after it, the others after their \
         method and path.",
        wrong: "get: { operationId: pets }\npost: { operationId: pets }\n",
        right: "get: { operationId: list_pets }\npost: { operationId: create_pet }\n";
    MISSING_FIELD = "W0006", "a field that OpenAPI requires is missing",
        "The description lacks a field without which it can be read all the same.",
        wrong: "info: { title: Pets }\n",
        right: "info: { title: Pets, version: '1.0' }\n";
    SECURITY_SCHEME = "W0007", "a security scheme is not known",
        "Bearer tokens, OAuth 2.0, OpenID Connect, basic authentication and API keys are generated. What asks for \
         any other scheme, or one that the description does not define, is sent without a credential for it.",
        wrong: "securitySchemes:\n  login: { type: http, scheme: digest }\n",
        right: "securitySchemes:\n  login: { type: http, scheme: bearer }\n";
    UNUSED_PATH_PARAMETER = "W0008", "a path parameter is not in the path",
        "A parameter is declared as `in: path`, and the path has no `{parameter}` of that name. It is left out.",
        wrong: "/pets:\n  get:\n    parameters:\n      - { name: id, in: path, required: true, schema: { type: string } }\n",
        right: "/pets/{id}:\n  get:\n    parameters:\n      - { name: id, in: path, required: true, schema: { type: string } }\n";
    MERGE = "W0009", "the parts of an `allOf` contradict each other",
        "Two parts of an `allOf` give the same property types that no value has both of. The property is left \
         untyped (`serde_json::Value`).",
        wrong: "allOf:\n  - { properties: { id: { type: string } } }\n  - { properties: { id: { type: integer } } }\n",
        right: "allOf:\n  - { properties: { id: { type: string } } }\n  - { properties: { name: { type: string } } }\n";
    YAML_KEY = "W0010", "a key or value of the YAML is not what JSON can have",
        "A description is JSON data, whatever it is written in. A YAML key that is a boolean is taken \
         as the text it is; a value with a tag of its own as the value without.",
        wrong: "enum: [!status active]\n",
        right: "enum: [active]\n";
    TEXT = "W0012", "the text is written in a way that not everything reads",
        "A byte order mark at the start, lines that end with CRLF, and YAML that is indented with tabs, \
         which YAML forbids, are read all the same. The mark is passed over, and a tab is taken as two \
         spaces. Other tools may refuse the file.",
        wrong: "info:\n\ttitle: Pets\n",
        right: "info:\n  title: Pets\n";
    DUPLICATE_KEY = "W0013", "an object has a key twice",
        "JSON and YAML want each key of an object once. The last value is taken, as most readers do; what the \
         others said is lost.",
        wrong: "properties:\n  id: { type: string }\n  id: { type: integer }\n",
        right: "properties:\n  id: { type: integer }\n";
    LARGE_NUMBER = "W0014", "a number is too large for 64 bits",
        "An integer beyond 64 bits is read as a floating-point number, which does not have all of its digits.",
        wrong: "maximum: 99999999999999999999\n",
        right: "maximum: 9223372036854775807\n";
    NUMBER_KEY = "W0015", "a key is a number",
        "A key of JSON is a text. YAML without quotes makes numbers of status codes and the like; each is \
         taken as the text that it is.",
        wrong: "responses:\n  200: { description: OK }\n",
        right: "responses:\n  '200': { description: OK }\n";
    STATUS = "W0016", "a key of `responses` is no status",
        "Answers are by their status: three digits, `1XX` to `5XX` for a range, or `default`. A key that means \
         one of these is taken as that; the answer of any other is left out.",
        wrong: "responses:\n  2xx: { description: OK }\n",
        right: "responses:\n  2XX: { description: OK }\n";
    PATH = "W0017", "a path has a query or a fragment",
        "A path of a description is a path and nothing else. What follows a `?` is sent as it is, before the \
         parameters of the query; what follows a `#` is not sent at all.",
        wrong: "paths:\n  /pets?sort=name: {}\n",
        right: "paths:\n  /pets: {}\n";
    OTHER_VERSION = "W0018", "a keyword of another version",
        "OpenAPI 3.1 took `nullable` away: `null` is one of the types. It is taken as it was in 3.0 all the \
         same, for whoever wrote it meant that. So are `const`, lists of types and other keywords of 3.1 in a \
         description of 3.0.",
        wrong: "openapi: 3.1.0\n…\n  type: string\n  nullable: true\n",
        right: "openapi: 3.1.0\n…\n  type: [string, 'null']\n";
    SCHEMA_DIALECT = "W0019", "a dialect of JSON Schema that is not known",
        "The field `jsonSchemaDialect` names another dialect than JSON Schema 2020-12, which OpenAPI 3.1 and \
         3.2 have. Schemas are read as if they were of that one.",
        wrong: "jsonSchemaDialect: http://json-schema.org/draft-07/schema#\n",
        right: "jsonSchemaDialect: https://spec.openapis.org/oas/3.1/dialect/base\n";
    FORBIDDEN = "W0020", "something that OpenAPI forbids, and that can be read",
        "The specification does not allow it, and what is meant is plain: a parameter that is there twice, of \
         which the last one counts; a parameter of the path that is not required; two paths that differ only in \
         the names of their parameters; a component whose name has other characters than letters, digits, `.`, \
         `_` and `-`; a list of a server variable's values that is empty.",
        wrong: "parameters:\n  - { name: id, in: path, schema: { type: string } }\n",
        right: "parameters:\n  - { name: id, in: path, required: true, schema: { type: string } }\n";
}
