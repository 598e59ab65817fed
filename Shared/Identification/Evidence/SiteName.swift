/// A site's name beside a company's: `boulangerie-martin.fr` names BOULANGERIE MARTIN.
public enum SiteName {
    /// The host of an address or of an e-mail address, lower case, without `www.`; nil for hosts that serve everybody
    /// (mail providers, social networks, site builders) and for what is no host.
    public static func domain(of text: String) -> String? {
        let lower = text.prefix(500).lowercased()
        let bare = lower.firstRange(of: "://").map { lower[$0.upperBound...] } ?? lower[...]
        let authority = bare.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        let host = (authority.split(separator: "@").last ?? authority).prefix { $0 != ":" }
        let labels = host.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard labels.count >= 2, host.utf8.count <= 253,
            labels.allSatisfy({
                !$0.isEmpty && $0.unicodeScalars.allSatisfy { $0.properties.isAlphabetic || $0 == "-" || $0.isDigit }
            })
        else { return nil }
        let own = labels.first == "www" && labels.count > 2 ? Array(labels.dropFirst()) : labels
        guard !own.contains(where: shared.contains) else { return nil }
        return own.joined(separator: ".")
    }

    /// Whether the domain's own label is made of the name's words.
    static func names(_ domain: String?, _ name: CompanyName, town: Set<String>) -> Bool {
        guard let domain else { return false }
        let labels = domain.split(separator: ".")
        guard labels.count >= 2 else { return false }
        let label = String(labels[labels.count - 2])
        let words = CompanyName.split(label).map(NameWord.stem)
        let joined = words.joined()
        guard joined.utf8.count >= 4 else { return false }
        if joined == name.joined { return true }
        let own = name.words.filter { NameWord.weight($0) > 0.4 && !town.contains($0) }
        guard own.reduce(0, { $0 + $1.utf8.count }) >= 4 else { return false }
        return own.allSatisfy { word in word.utf8.count >= 3 && joined.contains(word) }
    }

    private static let shared: Set<String> = [
        "gmail", "googlemail", "hotmail", "outlook", "live", "msn", "yahoo", "ymail", "aol", "icloud", "me", "orange",
        "wanadoo", "free", "sfr", "neuf", "bbox", "bouygtel", "laposte", "numericable", "cegetel", "club-internet",
        "aliceadsl", "protonmail", "proton", "gmx", "facebook", "instagram", "linkedin", "twitter", "tiktok", "youtube",
        "google", "pagesjaunes", "wixsite", "wix", "wordpress", "jimdo", "jimdofree", "jimdosite", "business", "site",
        "blogspot", "over-blog", "e-monsite", "pagespro-orange", "pagesperso-orange", "linktr", "doctolib", "planity",
        "tripadvisor", "booking", "airbnb", "leboncoin", "amazon", "etsy", "shopify", "myshopify", "github",
    ]
}

extension Unicode.Scalar {
    fileprivate var isDigit: Bool { (0x30...0x39).contains(value) }
}
