/// The release that is running.
public enum Version {
    /// As the changelog names it; the tag is this with a `v` before it. `infra/database/releases` holds the schemas of each.
    public static let current = "0.2.0"
}
