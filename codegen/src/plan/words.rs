//! The words of names.

use std::borrow::Cow;

/// Terms whose capital letters or digits divide no words: the word, and its form in `UpperCamelCase`.
const TERMS: [(&str, &str); 18] = [
    ("etag", "Etag"),
    ("etags", "Etags"),
    ("github", "GitHub"),
    ("gitlab", "GitLab"),
    ("graphql", "GraphQl"),
    ("ios", "Ios"),
    ("ipv4", "Ipv4"),
    ("ipv6", "Ipv6"),
    ("javascript", "JavaScript"),
    ("macos", "MacOs"),
    ("mysql", "MySql"),
    ("oauth", "OAuth"),
    ("oauth1", "OAuth1"),
    ("oauth2", "OAuth2"),
    ("odata", "OData"),
    ("typescript", "TypeScript"),
    ("vcpu", "Vcpu"),
    ("vcpus", "Vcpus"),
];
/// The maximum number of words that make up a term.
const MAX_TERM_WORDS: usize = 3;
/// The maximum length of a term.
const MAX_TERM_LENGTH: usize = 10;
/// Letters that are words before an acronym: articles, coordinates, and the prefix of headers.
const LETTER_WORDS: &str = "anxyz";
/// Letters that belong to the capitalized word behind them: `eBay`, `iPhone`, `vCenter`.
const LETTER_PREFIXES: &str = "eiv";
/// The maximum number of characters of a name's start, and of its end, that are split into words. An identifier has no
/// others, and a name is split again for each thing below it.
const MAX_SPLIT: usize = 1000;
/// The minimum length of a hash.
const MIN_HASH: usize = 7;
/// The stages of a version behind its number.
const STAGES: [&str; 5] = ["", "alpha", "beta", "preview", "rc"];

/// Returns the words of a text, in lower case.
pub(super) fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    for segment in text.split(|char: char| !char.is_alphanumeric()).filter(|segment| !segment.is_empty()) {
        split(&segment.chars().collect::<Vec<char>>(), &mut words);
    }
    join_terms(words)
}

/// Returns the start and the end of a name with thousands of characters.
pub(super) fn without_middle(name: &str) -> Cow<'_, str> {
    if name.len() <= 2 * MAX_SPLIT {
        return Cow::Borrowed(name);
    }
    let at = |index: Option<(usize, char)>| index.map(|(at, _)| at);
    let start = at(name.char_indices().nth(MAX_SPLIT)).and_then(|end| name.get(..end));
    let end = at(name.char_indices().nth_back(MAX_SPLIT - 1)).and_then(|start| name.get(start..));
    match (start, end) {
        (Some(start), Some(end)) if start.len() + end.len() < name.len() => {
            Cow::Owned(start.to_owned() + end)
        }
        _ => Cow::Borrowed(name),
    }
}

/// Returns words in `snake_case`.
pub(super) fn snake(words: &[String]) -> String {
    words.join("_")
}

/// Returns words in `UpperCamelCase`.
pub(super) fn camel(words: &[String]) -> String {
    words.iter().map(|word| capitalized(word)).collect()
}

/// Returns words of at most `limit` characters in total, with `gap` characters between two words. The end of a name
/// tells the most and its start groups it, so that the words between them are left out.
pub(super) fn fit(words: Vec<String>, limit: usize, gap: usize) -> Vec<String> {
    let size = |word: &String| word.chars().count() + gap;
    let length = |words: &[String]| words.iter().map(size).sum::<usize>();
    if length(&words) <= limit + gap {
        return words;
    }
    let fitting = |left: usize| {
        let mut left = left;
        move |word: &&String| {
            let next = left.checked_sub(size(word));
            left = next.unwrap_or_default();
            next.is_some()
        }
    };
    let start: Vec<String> = words.iter().take_while(fitting(limit / 3)).cloned().collect();
    let rest = words.get(start.len()..).unwrap_or_default();
    let count = rest.iter().rev().take_while(fitting(limit + gap - length(&start))).count();
    match rest.get(rest.len() - count..) {
        Some(end) if count > 0 => start.into_iter().chain(end.iter().cloned()).collect(),
        _ => vec![rest.last().map(|word| word.chars().take(limit).collect()).unwrap_or_default()],
    }
}

/// Returns the letters and digits of a text, in lower case.
pub(super) fn letters(text: &str) -> String {
    text.chars().filter(|char| char.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Returns `true` for a version: `v1`, `V2.0`, `v1beta1`, `2.0`.
pub(super) fn is_version(text: &str) -> bool {
    let Some(rest) = text.strip_prefix(['v', 'V']) else {
        return is_number(text) && text.contains('.');
    };
    let stage = rest.trim_start_matches(|char: char| u8::try_from(char).is_ok_and(is_digit_or_mark));
    is_numbered(rest) && STAGES.contains(&stage.trim_end_matches(|char: char| char.is_ascii_digit()))
}

/// Returns `true` for a number, which may have parts: `3`, `2.0`, `0-162`.
pub(super) fn is_number(text: &str) -> bool {
    is_numbered(text) && text.bytes().all(is_digit_or_mark)
}

/// Returns `true` for a date: `2026-03`, `2026-03-31`, `2026-09-beta`.
pub(super) fn is_date(text: &str) -> bool {
    let mut parts = text.split(['-', '_', '.']);
    let mut is_next = |length: usize| {
        let is_number = |part: &str| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
        parts.next().is_some_and(is_number)
    };
    is_next(4) && is_next(2) && (text.starts_with("20") || text.starts_with("19"))
}

/// Returns `true` for a hash: a hexadecimal number with digits and letters.
pub(super) fn is_hash(text: &str) -> bool {
    text.len() >= MIN_HASH
        && is_hexadecimal(text)
        && text.bytes().any(|byte| byte.is_ascii_digit())
        && text.bytes().any(|byte| byte.is_ascii_alphabetic())
}

/// Returns `true` for hexadecimal digits.
pub(super) fn is_hexadecimal(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn is_numbered(text: &str) -> bool {
    text.starts_with(|char: char| char.is_ascii_digit())
}

fn is_digit_or_mark(byte: u8) -> bool {
    byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'_')
}

/// The case of the letters of a word so far.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Case {
    None,
    Lower,
    Upper,
}

/// Adds the words of a text without separators. A capital letter starts a word, digits belong to the word before them.
fn split(chars: &[char], words: &mut Vec<String>) {
    let at = |index: usize| chars.get(index).copied();
    let mut push = |from: usize, to: usize| {
        let word: String = chars.get(from..to).unwrap_or_default().iter().collect();
        if !word.is_empty() {
            words.push(word.to_lowercase());
        }
    };
    let (mut start, mut case, mut index) = (0, Case::None, 0);
    while let (Some(char), Some(next)) = (at(index), at(index + 1)) {
        let next_case = match char {
            _ if char.is_lowercase() => Case::Lower,
            _ if char.is_uppercase() => Case::Upper,
            _ => case,
        };
        if next_case == Case::Lower && next.is_uppercase() {
            case = Case::None;
            if index > start || !joins(char, at(index + 2)) {
                push(start, index + 1);
                start = index + 1;
            }
        } else if case == Case::Upper && char.is_uppercase() && next.is_lowercase() {
            case = Case::None;
            if next == 's' && !at(index + 2).is_some_and(char::is_lowercase) {
                // The plural of an acronym.
                push(start, index + 2);
                index += 1;
                start = index + 1;
            } else if next == 'v' && at(index + 2).is_some_and(|char| char.is_ascii_digit()) {
                // A version behind an acronym.
                push(start, index + 1);
                start = index + 1;
            } else {
                push(start, index);
                start = index;
            }
        } else {
            case = next_case;
        }
        index += 1;
    }
    push(start, chars.len());
}

/// Returns `true` if a single lower-case letter belongs to the capital letter behind it and to what follows.
fn joins(letter: char, following: Option<char>) -> bool {
    match following {
        Some(following) if following.is_uppercase() => !LETTER_WORDS.contains(letter),
        Some(following) if following.is_lowercase() => LETTER_PREFIXES.contains(letter),
        Some(_) => false,
        None => !LETTER_WORDS.contains(letter),
    }
}

/// Joins words that are a term together.
fn join_terms(words: Vec<String>) -> Vec<String> {
    let mut joined = Vec::with_capacity(words.len());
    let mut rest = words.into_iter();
    while !rest.as_slice().is_empty() {
        let is_joined = |count: &usize| rest.as_slice().get(..*count).is_some_and(is_term);
        match (2..=MAX_TERM_WORDS).rev().find(is_joined) {
            Some(count) => joined.push(rest.by_ref().take(count).collect()),
            None => joined.extend(rest.next()),
        }
    }
    joined
}

/// Returns `true` if the words are a term together.
fn is_term(words: &[String]) -> bool {
    let is = |term: &'static str| words.iter().try_fold(term, |rest, word| rest.strip_prefix(word.as_str()));
    words.iter().map(String::len).sum::<usize>() <= MAX_TERM_LENGTH
        && TERMS.iter().any(|(term, _)| is(term) == Some(""))
}

fn capitalized(word: &str) -> String {
    if let Some((_, camel)) = TERMS.iter().find(|(term, _)| *term == word) {
        return (*camel).to_owned();
    }
    let mut chars = word.chars();
    let first = chars.next().into_iter().flat_map(char::to_uppercase);
    first.chain(chars.as_str().chars()).collect()
}

#[cfg(test)]
mod tests {
    use super::{camel, fit, is_date, is_hash, is_version, snake, words};

    #[test]
    fn recognizes_versions_dates_and_hashes() {
        for (text, version, date, hash) in [
            ("v1", true, false, false),
            ("V2.0", true, false, false),
            ("v1beta1", true, false, false),
            ("v1-rc", true, false, false),
            ("2.0", true, false, false),
            ("v", false, false, false),
            ("v1pets", false, false, false),
            ("videos", false, false, false),
            ("2026-03", false, true, false),
            ("2026-09-beta", false, true, false),
            ("3026-03", false, false, false),
            ("2026", false, false, false),
            ("3f2a9c1b", false, false, true),
            ("defaced", false, false, false),
            ("3f2a", false, false, false),
        ] {
            let found = (is_version(text), is_date(text), is_hash(text));
            assert_eq!(found, (version, date, hash), "{text}");
        }
    }

    #[test]
    fn splits_names_into_words() {
        for (text, expected_snake, expected_camel) in [
            ("petName", "pet_name", "PetName"),
            ("PetName", "pet_name", "PetName"),
            ("pet_name", "pet_name", "PetName"),
            ("pet-name", "pet_name", "PetName"),
            ("pet name", "pet_name", "PetName"),
            ("PET_NAME", "pet_name", "PetName"),
            ("pet.name/v2", "pet_name_v2", "PetNameV2"),
            ("HTTPServer", "http_server", "HttpServer"),
            ("parseJSONText", "parse_json_text", "ParseJsonText"),
            ("userID", "user_id", "UserId"),
            ("userIDs", "user_ids", "UserIds"),
            ("IDs", "ids", "Ids"),
            ("IDsOfUsers", "ids_of_users", "IdsOfUsers"),
            ("URLs", "urls", "Urls"),
            ("imageURLsByID", "image_urls_by_id", "ImageUrlsById"),
            ("VMs", "vms", "Vms"),
            ("APIs", "apis", "Apis"),
            ("DNSServers", "dns_servers", "DnsServers"),
            ("ISOString", "iso_string", "IsoString"),
            ("isSet", "is_set", "IsSet"),
            ("ETag", "etag", "Etag"),
            ("eTag", "etag", "Etag"),
            ("e-tag", "etag", "Etag"),
            ("ETags", "etags", "Etags"),
            ("OAuth", "oauth", "OAuth"),
            ("OAuth2", "oauth2", "OAuth2"),
            ("OAuth2Token", "oauth2_token", "OAuth2Token"),
            ("o_auth_2", "oauth2", "OAuth2"),
            ("oauth_2", "oauth2", "OAuth2"),
            ("oAuthToken", "oauth_token", "OAuthToken"),
            ("errorOAuth2", "error_oauth2", "ErrorOAuth2"),
            ("IPv4", "ipv4", "Ipv4"),
            ("IPv6Address", "ipv6_address", "Ipv6Address"),
            ("hostIPv4", "host_ipv4", "HostIpv4"),
            ("ip_v4", "ipv4", "Ipv4"),
            ("i_pv4", "ipv4", "Ipv4"),
            ("APIv2", "api_v2", "ApiV2"),
            ("IPAddress", "ip_address", "IpAddress"),
            ("vCPU", "vcpu", "Vcpu"),
            ("vCPUs", "vcpus", "Vcpus"),
            ("vCpus", "vcpus", "Vcpus"),
            ("maxVCPUs", "max_vcpus", "MaxVcpus"),
            ("vCPUCount", "vcpu_count", "VcpuCount"),
            ("iOS", "ios", "Ios"),
            ("iOSVersion", "ios_version", "IosVersion"),
            ("iPhone", "iphone", "Iphone"),
            ("eBay", "ebay", "Ebay"),
            ("macOS", "macos", "MacOs"),
            ("GitHub", "github", "GitHub"),
            ("github", "github", "GitHub"),
            ("git_hub_app", "github_app", "GitHubApp"),
            ("GraphQLQuery", "graphql_query", "GraphQlQuery"),
            ("JavaScript", "javascript", "JavaScript"),
            ("mTLS", "mtls", "Mtls"),
            ("gRPC", "grpc", "Grpc"),
            ("pH", "ph", "Ph"),
            ("xAxis", "x_axis", "XAxis"),
            ("xAPIKey", "x_api_key", "XApiKey"),
            ("X-Rate-Limit", "x_rate_limit", "XRateLimit"),
            ("isAGroup", "is_a_group", "IsAGroup"),
            ("sha256", "sha256", "Sha256"),
            ("SHA256", "sha256", "Sha256"),
            ("base64Text", "base64_text", "Base64Text"),
            ("S3Bucket", "s3_bucket", "S3Bucket"),
            ("md5", "md5", "Md5"),
            ("x509Certificate", "x509_certificate", "X509Certificate"),
            ("v2", "v2", "V2"),
            ("FieldsV1", "fields_v1", "FieldsV1"),
            ("EC2Instance", "ec2_instance", "Ec2Instance"),
            ("2fa", "2fa", "2fa"),
            ("größe", "größe", "Größe"),
            ("日本", "日本", "日本"),
            ("", "", ""),
        ] {
            let words = words(text);
            assert_eq!(snake(&words), expected_snake, "{text}");
            assert_eq!(camel(&words), expected_camel, "{text}");
            let again = super::words(&camel(&words));
            assert_eq!(camel(&again), expected_camel, "{text} is written the same twice");
        }
    }

    #[test]
    fn keeps_a_letter_that_is_a_word() {
        assert_eq!(snake(&words("aB")), "a_b");
        assert_eq!(snake(&words("pointX")), "point_x");
    }

    #[test]
    fn keeps_the_start_and_the_end_of_a_long_name() {
        let fitted = |text: &str, limit| snake(&fit(words(text), limit, 1));
        assert_eq!(fitted("list pets", 9), "list_pets");
        let long = "post orders of a customer with many words in the middle";
        assert_eq!(fitted(long, 40), "post_orders_many_words_in_the_middle");
        assert_eq!(fitted(&"a".repeat(300), 100).len(), 100);
        assert!(fitted(&"word ".repeat(300), 100).len() <= 100);
    }
}
