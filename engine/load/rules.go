package load

// The rules that a tree can break, beside those of the schema.
const (
	ruleAliasBomb     = "alias-bomb"
	ruleDuplicateID   = "duplicate-id"
	ruleDuplicateKey  = "duplicate-key"
	ruleInvalidUTF8   = "invalid-utf8"
	ruleNestedProject = "nested-project"
	ruleNoProject     = "no-project"
	ruleSecondCharter = "second-charter"
	ruleSecondProject = "second-project"
	ruleSymlinkEscape = "symlink-escape"
	ruleTooDeep       = "too-deep"
	ruleTooLarge      = "too-large"
	ruleUnreadable    = "unreadable"
	ruleYAMLSyntax    = "yaml-syntax"
)
