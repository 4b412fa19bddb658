package view

import (
	"fmt"
	"strconv"
	"strings"
)

// A plural is a word for one and for several.
type plural [2]string

// both is a word that is the same for one and for several.
func both(text string) plural { return plural{text, text} }

// commentWords are what a comment says, in one language.
type commentWords struct {
	language string

	title     string
	unplanned string
	networks  map[string]string // that have another name in this language
	verdict   map[Verdict]string
	actions   map[action]string
	counted   map[action]plural // as in "2 to publish"
	severity  [3]plural
	fields    map[string]string
	seen      map[string]string // by whom
	reasons   map[string]string // why a channel is not read

	matches                                plural
	noChange                               string
	removedFiles, removedPosts             plural
	withdrawn, reposted, reopened, waiting plural
	problems, changes, pending, drift      string
	errors, findings, elsewhere            string
	fork, offline, noBase                  string
	colon, quoted, more, moreHint          string
	plan, commit, compared, live, recorded string
	merge, native, until, blind, noDate    string
	length, unlimited, part, whole         string
	alt, noAlt, credit, link, preview      string
	warning, tongue, quote, replyTo        string
	hashtags, poll, several, words, links  string
	campaign, tags, author                 string
	needs, given, void, why, hint          string
	changed, gone, another, online         string
}

// commentWordsIn returns the words of a language: French, or else English.
func commentWordsIn(language string) commentWords {
	if base, _, _ := strings.Cut(strings.ToLower(language), "-"); base == "fr" {
		return frenchComment()
	}
	return englishComment()
}

// of says a number of something.
func (w commentWords) of(n int, p plural) string {
	if n == 1 || n == 0 && w.language == "fr" {
		return fmt.Sprintf(p[0], n)
	}
	return fmt.Sprintf(p[1], n)
}

// number is n with what stands between thousands.
func (w commentWords) number(n int) string {
	digits := strconv.Itoa(n)
	if n < 1000 {
		return digits
	}
	separator := ","
	if w.language == "fr" {
		separator = " "
	}
	return digits[:len(digits)-3] + separator + digits[len(digits)-3:]
}

// field is what people call a field.
func (w commentWords) field(name string) string {
	if word, known := w.fields[name]; known {
		return word
	}
	return name
}

// unread says why a channel is not read.
func (w commentWords) unread(why string) string {
	if word, known := w.reasons[why]; known {
		return word
	}
	return why
}

func englishComment() commentWords {
	return commentWords{
		language:  "en",
		title:     "## Galley: %s",
		unplanned: "nothing is planned before this is mended",
		verdict: map[Verdict]string{
			VerdictValid: "✅ **Valid**", VerdictInvalid: "❌ **Not valid**", VerdictFailed: "⚠️ **No plan could be made**"},
		actions: map[action]string{
			actPublish: "🟢 To publish", actEdit: "✏️ Edit", actRepost: "🔁 Delete and publish again", actWithdraw: "🗑️ Withdraw",
			actTakeOver: "🤝 Take over", actRelease: "👋 Stop managing", actScheduled: "🕒 Scheduled", actBlocked: "⛔ Blocked",
			actUncertain: "❓ Uncertain", actManual: "🙋 By hand", actSkip: "⏭️ Left out", actDraft: "📝 Draft"},
		counted: map[action]plural{
			actPublish: both("%d to publish"), actEdit: both("%d to edit"), actRepost: both("%d to repost"), actWithdraw: both("%d to withdraw"),
			actTakeOver: both("%d to take over"), actRelease: both("%d to stop managing"), actScheduled: both("%d scheduled"),
			actBlocked: both("%d blocked"), actUncertain: both("%d uncertain"), actManual: both("%d by hand"), actSkip: both("%d left out"),
			actDraft: {"%d draft", "%d drafts"}},
		severity: [3]plural{{"%d error", "%d errors"}, {"%d warning", "%d warnings"}, {"%d remark", "%d remarks"}},
		fields: map[string]string{"at": "time", "text": "text", "body": "text", "title": "title", "media": "media",
			"contentWarning": "content warning", "link": "link", "language": "language", "tags": "tags", "summary": "summary",
			"visibility": "visible to", "card": "link preview", "poll": "poll", "pin": "pinned", "thread": "thread",
			"seo.title": "title for search engines", "seo.description": "description for search engines", "seo.slug": "address",
			"quote": "quotes", "replyTo": "answers", "replies": "who may reply", "quotes": "who may quote",
			"name": "name", "bio": "bio", "links": "links", "avatar": "picture"},
		seen: map[string]string{"unlisted": "unlisted", "followers": "followers only", "direct": "people mentioned only"},
		reasons: map[string]string{UnreadFork: "files of a fork are seen without credentials", UnreadOffline: "no network was asked",
			UnreadChanged: "added or pointed elsewhere here, so it is read once this is merged", UnreadLocal: "it has no credentials",
			UnreadCredential: "its credential is not in this job"},
		matches:      plural{"%d matches", "%d match"},
		noChange:     "**Nothing changes for readers.**",
		removedFiles: plural{"%d file removed, its posts stay online; to withdraw them write `status: retracted`", "%d files removed, their posts stay online; to withdraw them write `status: retracted`"},
		removedPosts: plural{"%d post removed from its file stays online; to withdraw it write `status: retracted`", "%d posts removed from their files stay online; to withdraw them write `status: retracted`"},
		withdrawn:    plural{"%d post is withdrawn", "%d posts are withdrawn"},
		reposted:     plural{"%d post is deleted and published again: its address, replies and counts are lost", "%d posts are deleted and published again: their addresses, replies and counts are lost"},
		reopened:     plural{"This re-opens %d approval", "This re-opens %d approvals"},
		waiting:      plural{"%d waits for an approval", "%d wait for an approval"},
		problems:     "To be looked at", changes: "What this changes", pending: "Already pending, whatever becomes of this pull request",
		drift: "Changed on the networks by somebody else", errors: "Errors", findings: "Warnings and remarks", elsewhere: "In files that this does not touch",
		fork:    "This comes from a fork: it was checked without credentials, against what was last recorded.",
		offline: "Not everything was read live", noBase: "What this changes cannot be told from what was pending: the commit it is compared with is unknown.",
		colon: ":", quoted: "“%s”", more: "… and %d more", moreHint: "the summary of the job has more",
		plan: "plan", commit: "commit", compared: "compared with", live: "read live:", recorded: "as last recorded:",
		merge: "with the merge", native: "by the network's own scheduler", until: "until", blind: "what is live was not read", noDate: "no date yet",
		length: "%d of %d characters", unlimited: "%d characters", part: "Part %s", whole: "Whole text",
		alt: "Alternative text:", noAlt: "no alternative text", credit: "Credit:", link: "Link:", preview: "Preview:",
		warning: "Content warning:", tongue: "Language:", quote: "Quotes", replyTo: "Answers", hashtags: "Tags:",
		poll: "Poll", several: "several answers", words: "Words:", links: "Links:",
		campaign: "campaign", tags: "tags", author: "by",
		needs: "Waits for the approval of", given: "Approved by", void: "Its approval ends with this edit", why: "Why:", hint: "Next step:",
		changed: "changed", gone: "taken off", another: "another file", online: "online:",
	}
}
