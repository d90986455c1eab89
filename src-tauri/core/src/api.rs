// The command table: name, request, reply. One `macro_rules!` without imports, so that the core's
// dispatch, the shell's build script (by `include!`) with its permission list, and the page's bindings
// all come from it. Grouped by feature, in the order a newcomer meets them.
#[allow(unused_macros, reason = "the build script uses it through include!")]
macro_rules! commands {
    ($then:ident) => {
        $then! {
            get_state() -> State;
            edit_device(EditDevice) -> State;
            open_example() -> State;
            close_example() -> State;
            check_again() -> State;
            list_helplines() -> Helplines;
            list_own_helplines() -> Vec<OwnHelpline>;
            create_own_helpline(NewOwnHelpline) -> Vec<OwnHelpline>;
            edit_own_helpline(EditOwnHelpline) -> Vec<OwnHelpline>;
            withdraw_own_helpline(EntryRef) -> Vec<OwnHelpline>;
            print_page() -> ();
            quit() -> ();

            add_member(NewMember) -> State;
            edit_member(EditMember) -> State;
            suggest_passphrase(SuggestPassphrase) -> SuggestedPassphrase;
            rate_passphrase(RatePassphrase) -> PassphraseStrength;
            unlock(Unlock) -> State;
            pass_keyboard(PassKeyboard) -> State;
            set_turn(SetTurn) -> State;
            lock(Lock) -> State;
            change_passphrase(ChangePassphrase) -> ChangedPassphrase;
            delete_private_space(DeletePrivateSpace) -> State;
            delete_member(DeleteMember) -> State;
            stay() -> ();

            use_recovery_code(UseRecoveryCode) -> State;
            get_recovery() -> Recovery;
            make_recovery_code(MakeRecoveryCode) -> RecoveryCode;
            confirm_recovery_code(ConfirmRecoveryCode) -> Recovery;
            decline_recovery_code() -> Recovery;

            list_spaces() -> Vec<SpaceRow>;
            propose_space(NewSpace) -> Vec<SpaceRow>;
            accept_space(SpaceRef) -> Vec<SpaceRow>;
            decline_space(SpaceRef) -> Vec<SpaceRow>;
            take_back_space(SpaceRef) -> Vec<SpaceRow>;
            rename_space(RenameSpace) -> Vec<SpaceRow>;
            close_space(SpaceRef) -> Vec<SpaceRow>;
            keep_space(SpaceRef) -> Vec<SpaceRow>;
            leave_space(LeaveSpace) -> Vec<SpaceRow>;
            get_steps_back() -> StepsBack;
            step_back(StepBack) -> StepsBack;
            come_back(ComeBack) -> StepsBack;

            get_today() -> Today;
            go_on(GoOn) -> Today;

            create_checkin(NewCheckin) -> SavedCheckin;
            edit_checkin(EditCheckin) -> Checkin;
            withdraw_checkin(EntryRef) -> ();
            get_checkin(EntryRef) -> Checkin;
            list_checkins(ListCheckins) -> CheckinPage;

            create_reply(NewReply) -> Checkin;
            withdraw_reply(EntryRef) -> ();

            get_card() -> Card;
            edit_card(Card) -> Card;

            search(Search) -> Hits;

            get_backups() -> Backups;

            get_draft(DraftRef) -> Option<Draft>;
            save_draft(NewDraft) -> ();
            drop_draft(DraftRef) -> ();

            get_preferences() -> Preferences;
            edit_preferences(Preferences) -> Preferences;
        }
    };
}
