package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"

	"github.com/spf13/cobra"

	"galley/cmd/galley/internal/view"
	"galley/engine"
	"galley/engine/observe"
	"galley/engine/plan"
	"galley/engine/record"
)

func (a *app) ledgerCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "ledger",
		Short: "Read and mend the record itself",
		Long:  "The ledger is the append-only account of what was meant to be sent and what came\nof it, on the record branch.\n" + exitHelp("0 printed this help", "1 no such command"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usage(fmt.Errorf("unknown command %q for %q", args[0], cmd.CommandPath()), "see: galley ledger --help")
			}
			return cmd.Help()
		},
	}
	var published, by string
	var absent bool
	resolve := &cobra.Command{
		Use:   "resolve ID (--published URL | --absent)",
		Short: "Say what became of a post that a program cannot tell",
		Long: `Resolve ends the uncertainty about a post: it is published at URL, or it is not
there. It also records the proof of a post done by hand, and takes over a post
that is already there. --absent is accepted only from the moment at which absence
can be told.
` + exitHelp("0 recorded", "1 failed, or too early to tell", "4 the content is invalid"),
		Args: one("galley ledger resolve blog/launch --published https://…"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if absent == (published != "") {
				return usage(errors.New("say either --published URL or --absent"), "")
			}
			return a.resolve(cmd.Context(), args[0], published, by)
		},
	}
	resolve.Flags().StringVar(&published, "published", "", "it is live at `URL`")
	resolve.Flags().BoolVar(&absent, "absent", false, "it is not on the network")
	resolve.Flags().StringVar(&by, "by", "", "who says so; default: the name in git's configuration")
	c.AddCommand(
		takes(&cobra.Command{
			Use: "show [ID]", Short: "Print the ledger's lines, all or those of one post", Args: cobra.MaximumNArgs(1),
			Long: "Show prints the lines of the ledger, oldest first.\n" + exitHelp("0 printed", "1 failed", "4 the content is invalid"),
			RunE: func(cmd *cobra.Command, args []string) error { return a.ledgerShow(cmd.Context(), args) },
		}, "json"),
		&cobra.Command{
			Use: "verify", Short: "Check the hash chain and that every line fits the ones before", Args: cobra.NoArgs,
			Long: "Verify reads the whole ledger. It names the first break of the chain, else every\nline that does not fit those before it. Where the project has record.signing, it\nnames the first commit that none of the keys signed.\n" + exitHelp("0 it holds", "1 it does not, or cannot be read", "4 the content is invalid"),
			RunE: func(cmd *cobra.Command, _ []string) error { return a.ledgerVerify(cmd.Context()) },
		},
		resolve,
		&cobra.Command{
			Use: "restore COMMIT", Short: "Put the record branch back at a commit that is still here", Args: one("galley ledger restore 1a2b3c4"),
			Long: "Restore sets a record branch that was lost or rewound to a commit, and notes that\nit did.\n" + exitHelp("0 restored", "1 failed", "4 the content is invalid"),
			RunE: func(cmd *cobra.Command, args []string) error { return a.ledgerRestore(cmd.Context(), args[0]) },
		},
	)
	return c
}

// recorded opens content and record for a command about the record.
func (a *app) recorded(ctx context.Context, open func(content) (*record.Store, error)) (content, *record.Store, error) {
	c, err := a.worktree(ctx)
	if err != nil {
		return c, nil, err
	}
	if c.Project.Object == nil {
		return c, nil, a.invalid(c)
	}
	store, err := open(c)
	return c, store, err
}

func (a *app) ledgerShow(ctx context.Context, args []string) error {
	c, store, err := a.recorded(ctx, a.open)
	if err != nil {
		return err
	}
	ledger, err := store.Read(ctx)
	if err != nil {
		return err
	}
	var lines []record.Line
	for line := range ledger.Lines() {
		if len(args) == 0 || about(line, args[0]) {
			lines = append(lines, line)
		}
	}
	if len(args) > 0 && len(lines) == 0 {
		return usage(fmt.Errorf("the ledger has no line about %q", args[0]), "")
	}
	if a.format == "json" {
		return view.Write(a.Stdout, map[string]any{"format_version": view.FormatVersion, "head": ledger.Head(), "lines": lines})
	}
	style := a.style(a.Stdout, c.zone)
	for _, l := range lines {
		if err := showLine(a.Stdout, style, l); err != nil {
			return err
		}
	}
	return nil
}

func showLine(w io.Writer, style view.Style, l record.Line) error {
	if l.Demand != nil || l.Approval != nil || l.Judged != nil {
		return view.ConsentLine(w, style, l.Time, l.Demand, l.Approval, l.Judged)
	}
	return view.Line(w, style, l.Time, l.Type, l.Intent, l.Outcome)
}

// about reports whether a line speaks of the post that name means.
func about(line record.Line, name string) bool {
	return line.Demand != nil && plan.Names(name, line.Demand.ID) || line.Approval != nil && plan.Names(name, line.Approval.ID) ||
		line.Intent != nil && plan.Names(name, line.Intent.ID) || line.Outcome != nil && plan.Names(name, line.Outcome.ID)
}

func (a *app) ledgerVerify(ctx context.Context) error {
	c, store, err := a.recorded(ctx, a.open)
	if err != nil {
		return err
	}
	ledger, err := store.Read(ctx)
	if err != nil {
		return err
	}
	count := 0
	breaks := record.Verify(func(yield func(record.Line) bool) {
		for line := range ledger.Lines() {
			count++
			if !yield(line) {
				return
			}
		}
	})
	for _, b := range breaks {
		fmt.Fprintf(a.Stdout, "line %d: %s\n", b.N, b.Text)
	}
	if len(breaks) > 0 {
		return failed("galley ledger restore COMMIT goes back to an earlier state", "the ledger is damaged: %s", view.Count(len(breaks), "break", "breaks"))
	}
	_, err = fmt.Fprintf(a.Stdout, "The ledger holds: %s, head %s.%s\n", view.Count(count, "line", "lines"), brief(ledger.Head()), c.vouched())
	return err
}

func (a *app) ledgerRestore(ctx context.Context, commit string) error {
	c, store, err := a.recorded(ctx, a.openToWrite)
	if err != nil {
		return err
	}
	named, err := c.repo.Resolve(commit)
	if err == nil {
		commit = named.Hash
	}
	if err := store.Restore(ctx, commit); errors.Is(err, record.ErrAbsent) {
		return failed("git log "+c.Project.Record.Branch+" lists those that may; the branch of a clone or of the remote may be whole", "commit %s holds no ledger", brief(commit))
	} else if err != nil {
		return err
	}
	_, err = fmt.Fprintf(a.Stdout, "%s holds what it held at %s. Run galley ledger verify, then galley plan.\n", c.Project.Record.Branch, brief(commit))
	return err
}

// resolve writes down what a person says of a post.
func (a *app) resolve(ctx context.Context, name, url, by string) error {
	c, store, err := a.recorded(ctx, a.openToWrite)
	if err != nil {
		return err
	}
	id, err := engine.ParseID(name)
	if err != nil {
		return usage(err, "galley plan names it")
	}
	ledger, err := store.Read(ctx)
	if err != nil {
		return err
	}
	if by == "" {
		by = c.repo.User()
	}
	o, err := a.verdict(ctx, c, ledger.Record().IDs[id], id, url)
	if err != nil {
		return err
	}
	if err := isFree(ledger.Record(), id, o.Remote); err != nil {
		return err
	}
	o.By, o.At = by, a.Now().UTC().Round(0)
	if err := store.Resolve(ctx, o); err != nil {
		return err
	}
	what := "recorded as not there; the next apply decides anew"
	switch {
	case url != "":
		what = "recorded as published at " + url
	case o.Result == engine.ResultGone:
		what = "recorded as taken down; it is not published again by itself"
	}
	_, err = fmt.Fprintf(a.Stdout, "%s: %s.\n", id, what)
	return err
}

// isFree refuses to give a post what another has: taken down for the one, it
// would be gone for the other as well.
func isFree(rec engine.Record, id engine.ID, remote engine.RemoteID) error {
	other := observe.Owners(rec)[observe.Place{Channel: id.Channel, Kind: id.Kind, Remote: remote}]
	if remote == "" || other.IsZero() || other == id || !rec.IDs[other].Managed() {
		return nil
	}
	return failed(fmt.Sprintf("if %s is its new name, write was: [%s] into its file", id, other.Slug), "that is %s, which is published already", other)
}

// verdict is the outcome that a person's word makes: it closes the open intent,
// or takes over what is there for a post that has none.
func (a *app) verdict(ctx context.Context, c content, r engine.Recorded, id engine.ID, url string) (engine.Outcome, error) {
	o := engine.Outcome{ID: id, Account: c.account(id.Channel), Result: engine.ResultAbsent, Revision: c.revision}
	if in := r.Open; in != nil {
		o.Run, o.Seq, o.Verb, o.Account, o.Due, o.Digest = in.Run, in.Seq, in.Verb, in.Account, in.Due, in.Digest
		o.Generation, o.Author, o.Print, o.Fields = in.Generation, in.Author, in.Print, in.Fields
	}
	if url == "" {
		if r.Open == nil && r.Managed() {
			o.Result = engine.ResultGone // it was to be removed by hand
			o.Due, o.Digest = r.Due, r.Digest
		}
		return o, nil
	}
	if r.Open == nil && r.Managed() && r.Phase == engine.Live && !a.Providers.Infos()[r.Account.Network].Manual {
		return o, failed("galley status shows what waits", "%s is published already, and nothing of it waits for a verdict", id)
	}
	o.Result, o.Phase, o.URL, o.Remote = engine.ResultConfirmed, engine.Live, url, engine.RemoteID(url)
	if r.Open == nil {
		o.Result, o.Verb = engine.ResultAdopted, engine.Adopt
	}
	if err := a.describe(c, r, id, &o); err != nil {
		return o, err
	}
	return o, a.bind(ctx, c, id, url, &o)
}

// describe fills in what is declared, where no intent says it.
func (a *app) describe(c content, r engine.Recorded, id engine.ID, o *engine.Outcome) error {
	if r.Open != nil {
		return nil
	}
	for _, d := range c.desired {
		if d.ID != id {
			continue
		}
		info := a.Providers.Infos()[d.Account.Network]
		o.Due, o.Digest, o.Author, o.Generation = d.Due, d.Digest, d.Labels.Author, r.Generation
		if o.Due.IsZero() {
			o.Due = r.Seen
		}
		o.Print, o.Fields = engine.PrintOf(info, d.Spec), engine.FieldPrints(info, d.Spec, d.Fields)
		return nil
	}
	return usage(fmt.Errorf("no file declares %s, and nothing of it waits for a verdict", id), "galley plan lists what waits")
}

// bind looks the URL up on the network, for its remote id and for what it
// really shows. Of a network that cannot be listed any address is believed.
func (a *app) bind(ctx context.Context, c content, id engine.ID, address string, o *engine.Outcome) error {
	n := a.connect(c)
	p := n.providers[id.Channel]
	lister, can := p.(engine.Lister)
	if !can {
		return isAddress(address)
	}
	for seen, err := range lister.List(ctx, engine.Window{}) {
		if err != nil {
			return err
		}
		if seen.URL != address {
			continue
		}
		o.Remote, o.Version, o.Phase = seen.Remote, seen.Version, seen.Phase
		o.Print = engine.PrintOf(p.Info(), seen.Spec)
		names := make([]string, 0, len(o.Fields))
		for name := range o.Fields {
			names = append(names, name)
		}
		o.Fields = engine.FieldPrints(p.Info(), seen.Spec, names)
		return nil
	}
	return failed("copy the address from the network, as galley status --unmanaged shows it",
		"%s does not show a post at %s", id.Channel, address)
}

// isAddress takes what a person can open to see a post.
func isAddress(text string) error {
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		return usage(fmt.Errorf("--published %q is no address of the web", text), "copy it from where it is seen: https://…")
	}
	return nil
}

func (c content) account(name engine.Channel) engine.Account {
	for _, ch := range c.Channels {
		if ch.ID == string(name) {
			return engine.Account{Network: engine.Network(ch.Network), Handle: ch.Handle}
		}
	}
	return engine.Account{}
}
