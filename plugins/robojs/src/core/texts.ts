// What members read when the service does not answer, in their own language.

/**
 * `unavailable`: for sure nothing happened. `unsure`: it may have happened. `off`: this bot does not take the command
 * over, or Tickit is switched off.
 */
export type Situation = 'unavailable' | 'unsure' | 'off';

type Texts = Record<Situation, string>;

const ENGLISH: Texts = {
  unavailable: 'Tickets are not available right now, and nothing was changed. Please try again in a few minutes.',
  unsure: 'This takes longer than it should, and it may still happen. Please look before you try again.',
  off: 'Tickets are switched off for this bot.',
};

const TEXTS = new Map<string, Texts>(
  Object.entries({
    en: ENGLISH,
    de: {
      unavailable:
        'Tickets sind gerade nicht verfügbar, und nichts wurde geändert. Bitte versuche es in ein paar Minuten noch einmal.',
      unsure:
        'Das dauert länger als sonst und geschieht vielleicht noch. Bitte sieh nach, bevor du es noch einmal versuchst.',
      off: 'Tickets sind bei diesem Bot ausgeschaltet.',
    },
    fr: {
      unavailable:
        'Les tickets sont indisponibles pour le moment, et rien n’a été modifié. Réessayez dans quelques minutes.',
      unsure: 'Cela prend plus de temps que prévu et peut encore aboutir. Vérifiez avant de réessayer.',
      off: 'Les tickets sont désactivés pour ce bot.',
    },
    es: {
      unavailable:
        'Los tickets no están disponibles en este momento y no se ha cambiado nada. Inténtalo de nuevo en unos minutos.',
      unsure: 'Esto tarda más de lo normal y puede que aún se complete. Compruébalo antes de volver a intentarlo.',
      off: 'Los tickets están desactivados en este bot.',
    },
    pt: {
      unavailable:
        'Os tickets não estão disponíveis no momento e nada foi alterado. Tente novamente em alguns minutos.',
      unsure: 'Isto está demorando mais do que deveria e ainda pode acontecer. Verifique antes de tentar de novo.',
      off: 'Os tickets estão desativados neste bot.',
    },
    it: {
      unavailable: 'I ticket non sono disponibili al momento e nulla è stato modificato. Riprova tra qualche minuto.',
      unsure: 'Ci vuole più tempo del previsto e potrebbe ancora riuscire. Controlla prima di riprovare.',
      off: 'I ticket sono disattivati per questo bot.',
    },
    nl: {
      unavailable:
        'Tickets zijn nu niet beschikbaar en er is niets gewijzigd. Probeer het over een paar minuten opnieuw.',
      unsure: 'Dit duurt langer dan normaal en lukt misschien nog. Kijk even voordat je het opnieuw probeert.',
      off: 'Tickets zijn uitgeschakeld voor deze bot.',
    },
    pl: {
      unavailable: 'Zgłoszenia są teraz niedostępne i nic nie zostało zmienione. Spróbuj ponownie za kilka minut.',
      unsure: 'Trwa to dłużej niż zwykle i może się jeszcze udać. Sprawdź, zanim spróbujesz ponownie.',
      off: 'Zgłoszenia są wyłączone w tym bocie.',
    },
  }),
);

/** For one of Discord's locales, `pt-BR`; English where there is no other. */
export function textFor(locale: unknown, situation: Situation): string {
  const language = typeof locale === 'string' ? locale.split('-')[0]?.toLowerCase() : undefined;
  return (TEXTS.get(language ?? '') ?? ENGLISH)[situation];
}
